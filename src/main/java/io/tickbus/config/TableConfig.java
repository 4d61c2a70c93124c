package io.tickbus.config;

import io.tickbus.q.QType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The settings of one table. Immutable.
 *
 * @param columns the types by column name, in the table's order. If empty, the first rows define the columns.
 * @param keys the key columns, or an empty list for a table without a key
 * @param retentionRowsMax the number of rows to keep, or null to keep all rows. Older rows are dropped, one segment at
 *     a time.
 * @param segmentRows the number of rows in a segment. The best number is a little less than a power of two. The garbage
 *     collector G1 gives whole regions to an array of half a region or more. An array of 2 MB plus its header would
 *     therefore take 4 MB.
 * @param endOfDay what happens to the rows when their day ends
 * @param append where the owner sends rows that applications append
 * @param journal the journal for rows that applications append, or null for no journal. No tickerplant's log has these
 *     rows.
 * @param onSchemaChange the owner's reaction if the table's tickerplant sends other columns
 */
public record TableConfig(
        Map<String, QType> columns,
        List<String> keys,
        @Nullable Long retentionRowsMax,
        int segmentRows,
        EndOfDay endOfDay,
        Append append,
        @Nullable JournalConfig journal,
        OnSchemaChange onSchemaChange) {
    /** The owner's reaction if all subscribers of a table send other columns. */
    public enum OnSchemaChange {
        /** The table keeps its columns and rows. Subscribers with other columns are refused. */
        REFUSE,
        /** The table drops its rows and starts a new generation with the new columns. */
        NEW_GENERATION
    }

    /** Where the owner sends rows that applications append. */
    public enum Append {
        /** The owner applies the rows to the table. */
        TABLE,
        /**
         * The owner sends the rows to the tickerplant. The tickerplant publishes them like all other rows, in its own
         * order.
         */
        TICKERPLANT
    }

    /** The treatment of a table's rows when their day ends. */
    public enum EndOfDay {
        /** The rows stay. */
        KEEP,
        /** The rows are dropped. Offsets continue. */
        CLEAR,
        /** The rows are written to a separate log. When the log is complete, the rows are dropped. */
        ARCHIVE
    }

    private static final int ARRAY_HEADER_BYTES_MAX = 24;
    /**
     * The default number of rows in a segment. With this number, a column of bytes and its array header fit into 256
     * kB. A column of longs and its array header fit into 2 MB.
     */
    private static final int SEGMENT_ROWS = (1 << 18) - ARRAY_HEADER_BYTES_MAX;

    /** The configuration of a table that is not declared. The table has no key and keeps all rows. */
    public static final TableConfig DEFAULT = new TableConfig(Map.of(), List.of(), null, SEGMENT_ROWS, EndOfDay.KEEP);

    private static final List<String> TYPES =
            Stream.of(QType.values()).map(QType::qName).toList();

    /**
     * Checks and copies the components.
     *
     * @param columns see {@link #columns}
     * @param keys see {@link #keys}
     * @param retentionRowsMax see {@link #retentionRowsMax}
     * @param segmentRows see {@link #segmentRows}
     * @param endOfDay see {@link #endOfDay}
     * @param append see {@link #append}
     * @param journal see {@link #journal}
     * @param onSchemaChange see {@link #onSchemaChange}
     */
    public TableConfig {
        columns = OrderedMaps.copyOf(columns);
        keys = List.copyOf(keys);
    }

    /**
     * Creates a table without a journal. The owner applies rows that applications append.
     *
     * @param columns see {@link #columns}
     * @param keys see {@link #keys}
     * @param retentionRowsMax see {@link #retentionRowsMax}
     * @param segmentRows see {@link #segmentRows}
     * @param endOfDay see {@link #endOfDay}
     */
    public TableConfig(
            Map<String, QType> columns,
            List<String> keys,
            @Nullable Long retentionRowsMax,
            int segmentRows,
            EndOfDay endOfDay) {
        this(columns, keys, retentionRowsMax, segmentRows, endOfDay, Append.TABLE, null, OnSchemaChange.REFUSE);
    }

    /**
     * {@return the largest number of bytes that the arrays of the table's segments can take} This includes the segments
     * of all retained rows and the segment that is being filled. The result is empty if the columns are not declared or
     * the number of rows has no limit.
     */
    public OptionalLong bytesMax() {
        if (columns.isEmpty() || !keys.isEmpty() || retentionRowsMax == null) {
            return OptionalLong.empty();
        }
        long segments = (retentionRowsMax - 1) / segmentRows + 2;
        double bytes = (double) segments * segmentBytes();
        return OptionalLong.of(bytes < Long.MAX_VALUE ? segments * segmentBytes() : Long.MAX_VALUE);
    }

    /** {@return the bytes of the arrays of one segment} Only declared columns count. */
    public long segmentBytes() {
        long rowBytes = 0;
        for (QType type : columns.values()) {
            rowBytes += type.arrayBytes();
        }
        return rowBytes * segmentRows;
    }

    static TableConfig from(ConfigSection section) {
        Map<String, QType> columns = columns(section.section("columns"));
        List<String> keys = section.texts("keys");
        long retentionRowsMax = section.longInteger("retentionRowsMax", 0, 1, Long.MAX_VALUE);
        int segmentRows = section.integer("segmentRows", SEGMENT_ROWS, 1024, 16_777_216);
        EndOfDay endOfDay = section.choice("endOfDay", EndOfDay.KEEP);
        Append append = section.choice("append", Append.TABLE);
        JournalConfig journal = JournalConfig.from(section);
        OnSchemaChange onSchemaChange = section.choice("onSchemaChange", OnSchemaChange.REFUSE);
        section.reportUnknownKeys();
        section.require(
                journal == null || append == Append.TABLE,
                "journal",
                "not with append: tickerplant, whose own log has the rows; one or the other");
        section.require(
                onSchemaChange == OnSchemaChange.REFUSE || !section.has("columns"),
                "onSchemaChange",
                "newGeneration not with columns, which say what the table has whatever comes; one or the other");
        section.require(
                onSchemaChange == OnSchemaChange.REFUSE || journal == null,
                "onSchemaChange",
                "newGeneration not with journal, whose rows have the old columns; one or the other");
        for (String key : keys) {
            section.require(
                    !section.has("columns") || columns.containsKey(key),
                    "keys",
                    "\"" + key + "\" is not a column; " + NearestWord.suggestion(key, columns.keySet()));
        }
        section.require(
                keys.isEmpty() || !section.has("retentionRowsMax"),
                "retentionRowsMax",
                "not with keys: a keyed table keeps the last row of every key");
        return new TableConfig(
                columns,
                keys,
                retentionRowsMax == 0 ? null : retentionRowsMax,
                segmentRows,
                endOfDay,
                append,
                journal,
                onSchemaChange);
    }

    /** Reads a map from column names to the names of q's types. */
    static Map<String, QType> columns(ConfigSection section) {
        Map<String, QType> columns = new LinkedHashMap<>();
        for (String column : section.names()) {
            String name = section.text(column, "");
            QType type = QType.named(name);
            String nearest = NearestWord.to(name, TYPES);
            section.require(
                    type != null,
                    column,
                    "\"" + name + "\" is not a type of q" + (nearest == null ? "" : "; did you mean " + nearest + "?")
                            + " (one of " + String.join(", ", TYPES) + ")");
            columns.put(column, type == null ? QType.LIST : type);
        }
        return columns;
    }

    /**
     * Returns whether two tables have equal columns and types in an equal order. The order matters, because rows may
     * arrive without column names.
     */
    static boolean sameColumns(Map<String, QType> a, Map<String, QType> b) {
        return List.copyOf(a.entrySet()).equals(List.copyOf(b.entrySet()));
    }
}
