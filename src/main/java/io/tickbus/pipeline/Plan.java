package io.tickbus.pipeline;

import io.tickbus.config.ConfigException;
import io.tickbus.config.GatewayConfig;
import io.tickbus.config.PipelineConfig;
import io.tickbus.config.Problem;
import io.tickbus.config.SubscriberConfig;
import io.tickbus.config.SubscriptionConfig;
import io.tickbus.config.TickerplantConfig;
import io.tickbus.config.WebConfig;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * The parts of the pipeline that one node runs, according to the configuration and the node's roles. {@link
 * PipelineVerticle} deploys these parts. Immutable.
 *
 * @param config the whole configuration
 * @param tickerplant null if this node runs no tickerplant
 * @param subscribers the subscribers of this node, each with a unique name
 * @param table true if this node can own the tables
 * @param gateway null if this node runs no gateway
 * @param web null if this node runs no web server
 */
public record Plan(
        PipelineConfig config,
        @Nullable TickerplantConfig tickerplant,
        List<SubscriberConfig> subscribers,
        boolean table,
        @Nullable GatewayConfig gateway,
        @Nullable WebConfig web) {
    /**
     * The maximum number of connections per subscriber. The syms of the subscriber are split between these connections.
     */
    public static final int INSTANCES_MAX = 1000;

    /**
     * {@return the parts of a configuration that belong to the given roles}
     *
     * @param config the whole configuration
     * @param roles the roles of the node; empty to run everything that the configuration describes
     * @param instances number of connections per subscriber, at least 1; the subscriber's syms are split between them
     * @throws ConfigException if the configuration does not fit the roles or the instances
     */
    public static Plan of(PipelineConfig config, Set<Role> roles, int instances) {
        Set<Role> wanted = roles.isEmpty() ? EnumSet.allOf(Role.class) : roles;
        List<Problem> problems = new ArrayList<>();
        TickerplantConfig tickerplant = wanted.contains(Role.TICKERPLANT) ? config.tickerplant() : null;
        if (roles.contains(Role.TICKERPLANT) && tickerplant == null) {
            problems.add(new Problem("", 0, "tickerplant", "the role tickerplant needs this section"));
        }
        List<SubscriberConfig> subscribers = new ArrayList<>();
        if (wanted.contains(Role.SUBSCRIBER)) {
            for (int i = 0; i < config.subscribers().size(); i++) {
                SubscriberConfig subscriber = config.subscribers().get(i);
                String path = "subscribers[" + i + "]";
                if (subscriber.connection().port() == 0 && tickerplant == null) {
                    problems.add(new Problem(
                            "",
                            0,
                            path + ".port",
                            "required: the embedded tickerplant uses any free port and does not run on this node"));
                }
                subscribers.addAll(split(subscriber, path, instances, problems));
            }
            if (roles.contains(Role.SUBSCRIBER) && config.subscribers().isEmpty()) {
                problems.add(new Problem("", 0, "subscribers", "the role subscriber needs at least one"));
            }
        }
        GatewayConfig gateway = wanted.contains(Role.GATEWAY) ? config.gateway() : null;
        if (roles.contains(Role.GATEWAY) && gateway == null) {
            problems.add(new Problem("", 0, "gateway", "the role gateway needs this section"));
        }
        WebConfig web = wanted.contains(Role.WEB) ? config.web() : null;
        if (roles.contains(Role.WEB) && web == null) {
            problems.add(new Problem("", 0, "web", "the role web needs this section"));
        }
        if (!problems.isEmpty()) {
            throw new ConfigException(problems);
        }
        return new Plan(config, tickerplant, subscribers, wanted.contains(Role.TABLE), gateway, web);
    }

    private static List<SubscriberConfig> split(
            SubscriberConfig subscriber, String path, int instances, List<Problem> problems) {
        if (instances == 1) {
            return List.of(subscriber);
        }
        List<SubscriberConfig> parts = new ArrayList<>();
        for (int i = 0; i < instances; i++) {
            SubscriptionConfig share = subscriber.subscription();
            if (share instanceof SubscriptionConfig.Expression) {
                problems.add(new Problem(
                        "",
                        0,
                        path + ".expression",
                        "cannot be combined with --instances " + instances
                                + ": every connection would receive the same rows"));
                return List.of();
            }
            if (share instanceof SubscriptionConfig.Tables tables) {
                if (tables.syms().isEmpty()) {
                    problems.add(new Problem(
                            "",
                            0,
                            path + ".syms",
                            "required with --instances " + instances + ", which splits them between connections"));
                    return List.of();
                }
                List<String> syms = syms(tables.syms(), i, instances);
                if (syms.isEmpty()) {
                    continue; // no sym belongs to this connection
                }
                share = new SubscriptionConfig.Tables(tables.names(), syms);
            }
            parts.add(subscriber.with(subscriber.name() + "-" + (i + 1), share));
        }
        return parts;
    }

    /**
     * Returns the syms that belong to one connection. A sym's checksum selects its connection. Every node therefore
     * makes the same choice in every run.
     */
    private static List<String> syms(List<String> all, int share, int shares) {
        return all.stream()
                .filter(sym -> {
                    CRC32 crc = new CRC32();
                    crc.update(sym.getBytes(StandardCharsets.UTF_8));
                    return crc.getValue() % shares == share;
                })
                .toList();
    }
}
