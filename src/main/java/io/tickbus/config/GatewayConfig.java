package io.tickbus.config;

import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The settings of the gateway, which is the server for q clients. Immutable.
 *
 * @param listener the address to listen on, the users and the encryption
 * @param connectionsMax the largest number of connections. Further connections are refused.
 * @param requestBytesMax the longest message to accept from a client, in bytes
 * @param replyBytesMax the longest reply, in bytes
 * @param queuedBytesMax the largest number of bytes queued for one connection. If the client reads too slowly and more
 *     bytes are queued, the client is disconnected.
 * @param idleMsMax the longest time without traffic in either direction, in ms, or 0 for no limit. The limit does not
 *     apply to subscribers.
 * @param stallMsMax the longest time without progress while a request is received or a reply is sent, in ms
 * @param publishMs the interval, in ms, at which new rows are sent to subscribers, or 0 to send rows at once
 * @param logDir the directory of the log for subscribers, or null for no log
 */
public record GatewayConfig(
        ListenerConfig listener,
        int connectionsMax,
        int requestBytesMax,
        int replyBytesMax,
        int queuedBytesMax,
        int idleMsMax,
        int stallMsMax,
        int publishMs,
        @Nullable Path logDir) {
    private static final int BYTES_MIN = 1024;
    private static final int BYTES_DEFAULT = 256 * 1024 * 1024;

    /**
     * Reads the keys of the section {@code gateway}.
     *
     * @param tree the keys and values, as maps, lists, texts, numbers and booleans
     * @param environment the environment variables, for secrets
     * @return the configuration
     * @throws ConfigException with all problems
     */
    public static GatewayConfig of(Map<String, ?> tree, Map<String, String> environment) {
        var problems = new Problems("");
        var config = from(ConfigSection.root(tree, problems, environment), null);
        problems.throwIfAny();
        return config;
    }

    /** @param users the file of users for all servers; null for no file */
    static GatewayConfig from(ConfigSection section, @Nullable Path users) {
        var config = new GatewayConfig(
                ListenerConfig.from(section, 5012, users),
                section.integer("connectionsMax", 1024, 1, 65_536),
                section.integer("requestBytesMax", 16 * 1024 * 1024, BYTES_MIN, Limits.MESSAGE_BYTES_MAX),
                section.integer("replyBytesMax", BYTES_DEFAULT, BYTES_MIN, Limits.MESSAGE_BYTES_MAX),
                section.integer("queuedBytesMax", Limits.bufferBytes(1), BYTES_MIN, Integer.MAX_VALUE),
                section.integer("idleMsMax", 0, 0, 24 * Limits.HOUR_MS),
                section.integer("stallMsMax", Limits.MINUTE_MS, 1000, 24 * Limits.HOUR_MS),
                section.integer("publishMs", 0, 0, Limits.MINUTE_MS),
                section.directory("logDir"));
        section.reportUnknownKeys();
        return config;
    }
}
