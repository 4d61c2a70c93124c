package io.tickbus.config;

import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The settings of the embedded tickerplant. Immutable.
 *
 * @param listener the address to listen on, the users and the encryption
 * @param logDir the directory of the log, or null for no log
 * @param batchMs the interval at which rows are published, up to 60,000 ms, or 0 to publish rows at once
 * @param connectionsMax the largest number of connections. Further connections are refused.
 * @param messageBytesMax the longest message to accept from a client, in bytes
 * @param queuedBytesMax the largest number of bytes queued for one connection. If the subscriber reads too slowly and
 *     more bytes are queued, the subscriber is disconnected.
 * @param feed the source of rows inside the tickerplant
 */
public record TickerplantConfig(
        ListenerConfig listener,
        @Nullable Path logDir,
        int batchMs,
        int connectionsMax,
        int messageBytesMax,
        int queuedBytesMax,
        FeedConfig feed) {
    private static final String DEFAULT_HOST = "127.0.0.1";

    /** The values of {@code feed.kind}. */
    private enum FeedKind {
        SYNTHETIC,
        CSV,
        NONE
    }

    /**
     * Reads the keys of the section {@code tickerplant}.
     *
     * @param tree the keys and values, as maps, lists, texts, numbers and booleans
     * @param environment the environment variables, for secrets
     * @return the configuration
     * @throws ConfigException with all problems
     */
    public static TickerplantConfig of(Map<String, ?> tree, Map<String, String> environment) {
        var problems = new Problems("");
        var config = from(ConfigSection.root(tree, problems, environment), null);
        problems.throwIfAny();
        return config;
    }

    /** @param users the file of users for all servers; null for no file */
    static TickerplantConfig from(ConfigSection section, @Nullable Path users) {
        var config = new TickerplantConfig(
                ListenerConfig.from(section, 5010, users),
                section.directory("logDir"),
                section.integer("batchMs", 0, 0, Limits.MINUTE_MS),
                section.integer("connectionsMax", 1024, 1, 65_536),
                Limits.messageBytesMax(section),
                section.integer("queuedBytesMax", Limits.bufferBytes(1), 1024, Integer.MAX_VALUE),
                feed(section.section("feed")));
        section.reportUnknownKeys();
        return config;
    }

    /**
     * Returns the address for a client on this machine. If the tickerplant listens on all addresses, returns the
     * loopback address.
     */
    String reachableHost() {
        String host = listener.host();
        return host.equals("0.0.0.0") || host.equals("::") ? DEFAULT_HOST : host;
    }

    /**
     * {@return whether a subscriber connects to this tickerplant}
     *
     * @param subscriber the subscriber
     */
    public boolean feeds(SubscriberConfig subscriber) {
        return subscriber.connection().port() == listener.port()
                && ListeningAddress.address(subscriber.connection().host())
                        .equals(ListeningAddress.address(reachableHost()));
    }

    private static FeedConfig feed(ConfigSection section) {
        FeedKind kind = section.choice("kind", FeedKind.SYNTHETIC);
        int rowsPerSecond = section.integer("rowsPerSecond", 1000, 1, 10_000_000);
        long seed = section.longInteger("seed", 1, Long.MIN_VALUE, Long.MAX_VALUE);
        int symbols = section.integer("symbols", 100, 1, 100_000);
        Path file = section.file("file");
        String table = section.text("table", "");
        section.reportUnknownKeys();
        boolean csv = kind == FeedKind.CSV;
        for (String key : new String[] {"seed", "symbols"}) {
            section.require(!(csv && section.has(key)), key, "not with kind: csv, whose rows are in the file");
        }
        for (String key : new String[] {"file", "table"}) {
            section.require(csv || !section.has(key), key, "only with kind: csv");
            section.require(!csv || section.has(key), key, "required with kind: csv");
        }
        return switch (kind) {
            case SYNTHETIC -> new FeedConfig.Synthetic(rowsPerSecond, seed, symbols);
            case CSV -> new FeedConfig.Csv(file == null ? Path.of("") : file, table, rowsPerSecond);
            case NONE -> new FeedConfig.None();
        };
    }
}
