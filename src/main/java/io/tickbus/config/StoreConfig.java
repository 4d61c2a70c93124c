package io.tickbus.config;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The local tables and their owner's limits.
 *
 * @param tables what is known of tables in advance, by name, in the order of the file; others come with their rows
 * @param tablesMax rows for a table beyond this many are refused
 * @param fetchRowsMax the most rows that one fetch is given
 * @param fetchWaitMsMax the longest that a fetch at the end of a table waits for rows
 * @param endOfDayWaitMsMax how long a partition that has ended a day waits for the others of its table to end it
 * @param archiveDir where the rows of days that have ended are written; null when no table is archived
 * @param tableBytesMax what the tables may take in memory, all together
 * @param tableBytesPolicy what happens when they need more
 * @param rebuildIdleMsMax how long a rebuild of a table may bring nothing, in ms, before it is given up
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
    /** What happens when the tables need more memory than they may take. */
    public enum TableBytesPolicy {
        /** The oldest segments of the largest table without a key leave. */
        DROP,
        /** What subscribers bring waits until there is room, so that they stop reading. */
        PAUSE
    }

    private static final long TABLE_BYTES_MIN = 1 << 20;

    private static final int REBUILD_IDLE_MS_MAX = 10 * Limits.MINUTE_MS;

    public StoreConfig {
        tables = OrderedMaps.copyOf(tables);
    }

    /** With the memory that tables may take by default. */
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

    /** With the time that a rebuild is given by default. */
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

    /** Half of the heap: the other half is for what is under way, and for the collector to work in. */
    private static long tableBytesDefault() {
        return Runtime.getRuntime().maxMemory() / 2;
    }

    /**
     * Reads a tree with the keys {@code tables} and {@code store}, as a whole configuration has them.
     *
     * @throws ConfigException with all that is wrong
     */
    public static StoreConfig of(Map<String, ?> tree) {
        var problems = new Problems("");
        var root = ConfigSection.root(tree, problems, Map.of());
        var config = from(root);
        root.reportUnknownKeys();
        problems.throwIfAny();
        return config;
    }

    /** @param root the section around {@code tables} and {@code store} */
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
