package io.tickbus.config;

import java.util.List;
import java.util.Map;

/**
 * The page, metrics and health over HTTP.
 *
 * @param host the address to listen on
 * @param port the port to listen on; 0 for any free one
 * @param names what this node is called in a browser, beside its addresses, its own host name and localhost
 * @param readyLagMsMax with an older row on its way to the tables this node is not ready
 * @param readyMissingRowsMax with a table that is known to miss more rows this node is not ready; rows of an unknown number are
 *     more than any; {@link #NO_LIMIT} for any number
 */
public record WebConfig(String host, int port, List<String> names, int readyLagMsMax, long readyMissingRowsMax) {
    /** In place of a number of rows. */
    public static final long NO_LIMIT = -1;

    public WebConfig {
        names = List.copyOf(names);
    }

    /**
     * Reads the keys of the section {@code web}.
     *
     * @throws ConfigException with all that is wrong
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
