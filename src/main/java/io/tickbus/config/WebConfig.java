package io.tickbus.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The settings of the web server, which has the page, metrics and health. Immutable.
 *
 * @param listener the address to listen on, the users and the encryption
 * @param openId the OpenID Connect provider that can log users in, or null for none
 * @param names further names that browsers can use for this node, besides its addresses, its host name and localhost
 * @param openMetrics true if a client needs no user to read the metrics
 * @param connectionsMax the largest number of open connections
 * @param readyLagMsMax the largest lag at which the node is ready, in ms
 * @param readyMissingRowsMax the largest number of missing rows in a table at which the node is ready, or {@link
 *     #NO_LIMIT} for no limit. An unknown number of missing rows exceeds any limit.
 */
public record WebConfig(
        ListenerConfig listener,
        @Nullable OpenIdConfig openId,
        List<String> names,
        boolean openMetrics,
        int connectionsMax,
        int readyLagMsMax,
        long readyMissingRowsMax) {
    /** The value of {@code readyMissingRowsMax} for no limit. */
    public static final long NO_LIMIT = -1;

    /**
     * Checks and copies the components.
     *
     * @param listener see {@link #listener}
     * @param openId see {@link #openId}
     * @param names see {@link #names}
     * @param openMetrics see {@link #openMetrics}
     * @param connectionsMax see {@link #connectionsMax}
     * @param readyLagMsMax see {@link #readyLagMsMax}
     * @param readyMissingRowsMax see {@link #readyMissingRowsMax}
     */
    public WebConfig {
        names = List.copyOf(names);
    }

    /**
     * Reads the keys of the section {@code web}.
     *
     * @param tree the keys and values, as maps, lists, texts, numbers and booleans
     * @param environment the environment variables, for secrets
     * @return the configuration
     * @throws ConfigException with all problems
     */
    public static WebConfig of(Map<String, ?> tree, Map<String, String> environment) {
        var problems = new Problems("");
        var config = from(ConfigSection.root(tree, problems, environment), null);
        problems.throwIfAny();
        return config;
    }

    /** @param users the file of users for all servers; null for no file */
    static WebConfig from(ConfigSection section, @Nullable Path users) {
        var listener = ListenerConfig.from(section, 8080, users);
        var openId = section.value("openid") == null ? null : OpenIdConfig.from(section.section("openid"));
        section.require(
                openId == null || listener.users() != null,
                "openid",
                "needs a file of users too, for logins while the provider does not answer; add users: conf/users");
        var config = new WebConfig(
                listener,
                openId,
                section.hosts("names"),
                section.flag("openMetrics", false),
                section.integer("connectionsMax", 1024, 1, 65_536),
                section.integer("readyLagMsMax", 10_000, 1, Limits.HOUR_MS),
                section.longInteger("readyMissingRowsMax", 0, NO_LIMIT, Long.MAX_VALUE));
        section.reportUnknownKeys();
        return config;
    }
}
