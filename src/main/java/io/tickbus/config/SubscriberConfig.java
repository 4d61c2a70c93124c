package io.tickbus.config;

import io.tickbus.q.QType;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The settings of one subscriber: its connection to q, its request to q, and its limits. Immutable.
 *
 * @param name a unique name of letters, digits, {@code _}, {@code .} and {@code -}. It begins with a letter.
 * @param connection where q is, and how to connect to q
 * @param liveness when a silent connection is closed
 * @param subscription what the subscriber requests from q
 * @param threading the kind of thread that connects, replays and reconnects. Live connections share a few reader
 *     threads.
 * @param replay how the subscriber reads missed rows
 * @param flow the limits for rows between q and the tables
 * @param stopTimeoutMs the longest time that a stop waits for received rows to be applied, in ms
 */
public record SubscriberConfig(
        String name,
        ConnectionConfig connection,
        LivenessConfig liveness,
        SubscriptionConfig subscription,
        Threading threading,
        ReplayConfig replay,
        FlowConfig flow,
        int stopTimeoutMs) {
    private static final String NAME = "[A-Za-z][A-Za-z0-9_.-]*";

    /**
     * Reads one subscriber without the rest of a configuration. The key {@code port} is required. The key {@code
     * expression} also requires the key {@code columns}.
     *
     * @param tree the keys and values, as maps, lists, texts, numbers and booleans
     * @param environment the environment variables, for secrets
     * @return the subscriber
     * @throws ConfigException with all problems
     */
    public static SubscriberConfig of(Map<String, ?> tree, Map<String, String> environment) {
        var problems = new Problems("");
        var config = from(ConfigSection.root(tree, problems, environment), null, Map.of(), 1);
        problems.throwIfAny();
        return config;
    }

    static SubscriberConfig from(
            ConfigSection section,
            @Nullable TickerplantConfig embedded,
            Map<String, TableConfig> declared,
            int subscribers) {
        var config = new SubscriberConfig(
                section.requiredText("name"),
                ConnectionConfig.from(section, embedded),
                LivenessConfig.from(section),
                subscription(section, declared),
                section.choice("threading", Threading.PLATFORM),
                ReplayConfig.from(section),
                FlowConfig.from(section, subscribers),
                section.integer("stopTimeoutMs", 500, 1, Limits.MINUTE_MS));
        section.reportUnknownKeys();
        config.check(section);
        config.connection.check(section, embedded);
        config.liveness.check(section);
        return config;
    }

    /**
     * {@return a copy of this subscriber with another port of q, from 1 to 65535}
     *
     * @param otherPort the port
     */
    public SubscriberConfig withPort(int otherPort) {
        return with(name, connection.withPort(otherPort), subscription);
    }

    /**
     * {@return a copy of this subscriber with another name and another subscription}
     *
     * @param otherName the name
     * @param otherSubscription what the subscriber requests from q
     */
    public SubscriberConfig with(String otherName, SubscriptionConfig otherSubscription) {
        return with(otherName, connection, otherSubscription);
    }

    private SubscriberConfig with(
            String otherName, ConnectionConfig otherConnection, SubscriptionConfig otherSubscription) {
        return new SubscriberConfig(
                otherName, otherConnection, liveness, otherSubscription, threading, replay, flow, stopTimeoutMs);
    }

    private void check(ConfigSection section) {
        section.require(
                name.matches(NAME),
                "name",
                "\"" + name + "\" is no name: a letter, then letters, digits, underscores, dots and dashes");
        String unthreaded = threading.problemOn(Runtime.version().feature());
        section.require(unthreaded == null, "threading", String.valueOf(unthreaded));
    }

    private static SubscriptionConfig subscription(ConfigSection section, Map<String, TableConfig> declared) {
        List<String> names = tables(section);
        List<String> syms = section.texts("syms");
        section.require(
                !section.has("syms") || !syms.isEmpty(),
                "syms",
                "names no symbol; leave it out for all, or list some: [IBM, MSFT]");
        String text = section.text("expression", "");
        String table = section.text("table", "");
        Map<String, QType> own = TableConfig.columns(section.section("columns"));
        if (!section.has("expression")) {
            section.require(!section.has("table"), "table", "only with expression; tables lists what to subscribe to");
            section.require(!section.has("columns"), "columns", "only with expression");
            return new SubscriptionConfig.Tables(names, syms);
        }
        section.require(section.has("table"), "table", "required with expression");
        section.require(!section.has("tables"), "tables", "not with expression: one or the other");
        section.require(!section.has("syms"), "syms", "not with expression: filter in the expression");
        TableConfig known = declared.get(table);
        Map<String, QType> theirs = known == null ? Map.of() : known.columns();
        section.require(
                table.isEmpty() || !own.isEmpty() || !theirs.isEmpty(),
                "table",
                "the columns of " + table + " are not declared: give tables." + table + ".columns, or columns here");
        section.require(
                own.isEmpty() || theirs.isEmpty() || TableConfig.sameColumns(own, theirs),
                "columns",
                "not the same as tables." + table + ".columns");
        return new SubscriptionConfig.Expression(text, table, own.isEmpty() ? theirs : own);
    }

    private static List<String> tables(ConfigSection section) {
        ConfigValue tables = section.value("tables");
        if (tables == null || "all".equals(tables.raw())) {
            return List.of();
        }
        if (!(tables.raw() instanceof List)) {
            tables.problem("expected all or a list of names, as [trade, quote]");
            return List.of();
        }
        List<String> names = section.texts("tables");
        section.require(!names.isEmpty(), "tables", "names no table; write all for all of them");
        return names;
    }
}
