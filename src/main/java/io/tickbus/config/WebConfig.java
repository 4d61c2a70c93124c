package io.tickbus.config;

import java.util.List;
import java.util.Map;

/**
 * The settings of the web server, which has the page, metrics and health. Immutable.
 *
 * @param host the address to listen on
 * @param port the port to listen on, or 0 for any free port
 * @param names further names that browsers can use for this node, besides its addresses, its host name and localhost
 * @param readyLagMsMax the largest lag at which the node is ready, in ms
 * @param readyMissingRowsMax the largest number of missing rows in a table at which the node is ready, or {@link
 *     #NO_LIMIT} for no limit. An unknown number of missing rows exceeds any limit.
 */
public record WebConfig(String host, int port, List<String> names, int readyLagMsMax, long readyMissingRowsMax) {
    /** The value of {@code readyMissingRowsMax} for no limit. */
    public static final long NO_LIMIT = -1;

    /**
     * Checks and copies the components.
     *
     * @param host see {@link #host}
     * @param port see {@link #port}
     * @param names see {@link #names}
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
     * @return the configuration
     * @throws ConfigException with all problems
     */
    public static WebConfig of(Map<String, ?> tree) {
        var problems = new Problems("");
        var config = from(ConfigSection.root(tree, problems, Map.of()));
        problems.throwIfAny();
        return config;
    }

    static WebConfig from(ConfigSection section) {
        var config = new WebConfig(
                section.host("host", "127.0.0.1"),
                section.integer("port", 8080, 0, Limits.PORT_MAX),
                section.hosts("names"),
                section.integer("readyLagMsMax", 10_000, 1, Limits.HOUR_MS),
                section.longInteger("readyMissingRowsMax", 0, NO_LIMIT, Long.MAX_VALUE));
        section.reportUnknownKeys();
        return config;
    }
}
