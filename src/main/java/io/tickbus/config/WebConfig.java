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
 */
public record WebConfig(String host, int port, List<String> names, int readyLagMsMax) {
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
        var config = from(Section.root(tree, problems, Map.of()));
        problems.throwIfAny();
        return config;
    }

    static WebConfig from(Section section) {
        var config = new WebConfig(
                section.text("host", "127.0.0.1"),
                section.integer("port", 8080, 0, Limits.PORT_MAX),
                section.texts("names"),
                section.integer("readyLagMsMax", 10_000, 1, Limits.HOUR_MS));
        section.reportUnknownKeys();
        return config;
    }
}
