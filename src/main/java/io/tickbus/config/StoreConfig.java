package io.tickbus.config;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The tables and the limits of their owner. Immutable.
 *
 * @param tables the declared tables by name, in the order of the file. Other tables are created when their first rows
 *     arrive.
 * @param tablesMax the largest number of tables. Rows for a further table are refused.
 * @param fetchRowsMax the largest number of rows that one fetch returns
 * @param fetchWaitMsMax the longest time that a fetch at the end of a table waits for rows, in ms
 * @param endOfDayWaitMsMax the longest time, in ms, to wait for a table's other partitions after the first partition
 *     has ended a day
 * @param archiveDir the directory for the rows of ended days, or null if no table is archived
 * @param tableBytesMax the largest memory of all tables together, in bytes
 * @param tableBytesPolicy the owner's reaction if the tables need more memory
 * @param rebuildIdleMsMax the time without progress after which the rebuild of a table is abandoned, in ms
 */
public record StoreConfig(
        Map<String, TableConfig> tables,
        int tablesMax,
        int fetchRowsMax,
        int fetchWaitMsMax,
        int endOfDayWaitMsMax,
        @Nullable Path archiveDir,
        long tableBytesMax,
        TableBytesPolicy tableBytesPolicy,
        int rebuildIdleMsMax) {
    /** The owner's reaction if the tables need more memory than {@code tableBytesMax}. */
    public enum TableBytesPolicy {
        /** The owner evicts the oldest segments of the largest table without a key. */
        DROP,
        /** Batches of subscribers wait until the tables have room. The waiting subscribers stop reading from q. */
        PAUSE
    }

    private static final long TABLE_BYTES_MIN = 1 << 20;

    private static final int REBUILD_IDLE_MS_MAX = 10 * Limits.MINUTE_MS;

    /**
     * Checks and copies the components.
     *
     * @param tables see {@link #tables}
     * @param tablesMax see {@link #tablesMax}
     * @param fetchRowsMax see {@link #fetchRowsMax}
     * @param fetchWaitMsMax see {@link #fetchWaitMsMax}
     * @param endOfDayWaitMsMax see {@link #endOfDayWaitMsMax}
     * @param archiveDir see {@link #archiveDir}
     * @param tableBytesMax see {@link #tableBytesMax}
     * @param tableBytesPolicy see {@link #tableBytesPolicy}
     * @param rebuildIdleMsMax see {@link #rebuildIdleMsMax}
     */
    public StoreConfig {
        tables = OrderedMaps.copyOf(tables);
    }

    /**
     * Creates a configuration with the defaults of {@code tableBytesMax}, {@code tableBytesPolicy} and
     * {@code rebuildIdleMsMax}.
     *
     * @param tables see {@link #tables}
     * @param tablesMax see {@link #tablesMax}
     * @param fetchRowsMax see {@link #fetchRowsMax}
     * @param fetchWaitMsMax see {@link #fetchWaitMsMax}
     * @param endOfDayWaitMsMax see {@link #endOfDayWaitMsMax}
     * @param archiveDir see {@link #archiveDir}
     */
    public StoreConfig(
            Map<String, TableConfig> tables,
            int tablesMax,
            int fetchRowsMax,
            int fetchWaitMsMax,
            int endOfDayWaitMsMax,
            @Nullable Path archiveDir) {
        this(
                tables,
                tablesMax,
                fetchRowsMax,
                fetchWaitMsMax,
                endOfDayWaitMsMax,
                archiveDir,
                tableBytesDefault(),
                TableBytesPolicy.DROP);
    }

    /**
     * Creates a configuration in which {@code rebuildIdleMsMax} has its default value.
     *
     * @param tables see {@link #tables}
     * @param tablesMax see {@link #tablesMax}
     * @param fetchRowsMax see {@link #fetchRowsMax}
     * @param fetchWaitMsMax see {@link #fetchWaitMsMax}
     * @param endOfDayWaitMsMax see {@link #endOfDayWaitMsMax}
     * @param archiveDir see {@link #archiveDir}
     * @param tableBytesMax see {@link #tableBytesMax}
     * @param tableBytesPolicy see {@link #tableBytesPolicy}
     */
    public StoreConfig(
            Map<String, TableConfig> tables,
            int tablesMax,
            int fetchRowsMax,
            int fetchWaitMsMax,
            int endOfDayWaitMsMax,
            @Nullable Path archiveDir,
            long tableBytesMax,
            TableBytesPolicy tableBytesPolicy) {
        this(
                tables,
                tablesMax,
                fetchRowsMax,
                fetchWaitMsMax,
                endOfDayWaitMsMax,
                archiveDir,
                tableBytesMax,
                tableBytesPolicy,
                REBUILD_IDLE_MS_MAX);
    }

    /** Returns half of the heap size in bytes. The other half is for rows in flight and for the garbage collector. */
    private static long tableBytesDefault() {
        return Runtime.getRuntime().maxMemory() / 2;
    }

    /**
     * Reads the keys {@code tables} and {@code store} of a whole configuration.
     *
     * @param tree the keys and values, as maps, lists, texts, numbers and booleans
     * @return the configuration
     * @throws ConfigException with all problems
     */
    public static StoreConfig of(Map<String, ?> tree) {
        var problems = new Problems("");
        var root = ConfigSection.root(tree, problems, Map.of());
        var config = from(root);
        root.reportUnknownKeys();
        problems.throwIfAny();
        return config;
    }

    /** @param root the map with the keys {@code tables} and {@code store} */
    static StoreConfig from(ConfigSection root) {
        Map<String, TableConfig> tables = new LinkedHashMap<>();
        var declared = root.section("tables");
        for (String name : declared.names()) {
            tables.put(name, TableConfig.from(declared.section(name)));
        }
        var store = root.section("store");
        var config = new StoreConfig(
                tables,
                store.integer("tablesMax", 10_000, 1, 1_000_000),
                store.integer("fetchRowsMax", 100_000, 1, 16_777_216),
                store.integer("fetchWaitMsMax", Limits.MINUTE_MS, 0, Limits.HOUR_MS),
                store.integer("endOfDayWaitMsMax", 10_000, 0, Limits.HOUR_MS),
                store.directory("archiveDir"),
                store.longInteger("tableBytesMax", tableBytesDefault(), TABLE_BYTES_MIN, Long.MAX_VALUE),
                store.choice("tableBytesPolicy", TableBytesPolicy.DROP),
                store.integer("rebuildIdleMsMax", REBUILD_IDLE_MS_MAX, 1, Limits.HOUR_MS));
        store.reportUnknownKeys();
        store.require(
                tables.size() <= config.tablesMax,
                "tablesMax",
                config.tablesMax + " is less than the " + tables.size() + " tables declared");
        tables.forEach((name, table) -> store.require(
                table.endOfDay() != TableConfig.EndOfDay.ARCHIVE || store.has("archiveDir"),
                "archiveDir",
                "required, as tables." + name + ".endOfDay is archive"));
        return config;
    }
}
