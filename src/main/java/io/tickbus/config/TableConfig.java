package io.tickbus.config;

import io.tickbus.q.QType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One local table.
 *
 * @param columns the types by name, in the order of the columns; empty when the first rows to come say it
 * @param keys the key columns; empty for a table that is appended to
 * @param retentionRowsMax the oldest rows beyond this many leave, a segment at a time; null to keep all
 * @param segmentRows rows allocated at a time, best a little less than a power of two: G1 gives an array of half a region or more
 *     regions of its own, so that one whose header goes past 2 MB takes 4
 * @param endOfDay what becomes of the rows when their day ends
 * @param append where the rows go that applications send
 * @param journal what keeps those rows, which no tickerplant's log has; null when nothing does
 * @param onSchemaChange what becomes of the table when its tickerplant brings other columns
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
    /** What becomes of a table when all that bring it bring other columns. */
    public enum OnSchemaChange {
        /** The table keeps its columns and rows; who brings others is refused. */
        REFUSE,
        /** The table begins anew with the new columns; its rows leave. */
        NEW_GENERATION
    }

    /** Where the rows of applications go. */
    public enum Append {
        /** Into the table, by its owner. */
        TABLE,
        /** To the tickerplant, from where they come back in everybody's order. */
        TICKERPLANT
    }

    /** What becomes of a table's rows when their day ends. */
    public enum EndOfDay {
        /** They stay. */
        KEEP,
        /** They leave; offsets go on. */
        CLEAR,
        /** They are written to a log of their own, and leave once that is whole. */
        ARCHIVE
    }

    private static final int ARRAY_HEADER_BYTES_MAX = 24;
    /** A column of bytes, the tightest, fits with its header into 256 kB, one of longs into 2 MB. */
    private static final int SEGMENT_ROWS = (1 << 18) - ARRAY_HEADER_BYTES_MAX;

    /** A table that no configuration mentions: appended to, kept whole. */
    public static final TableConfig DEFAULT = new TableConfig(Map.of(), List.of(), null, SEGMENT_ROWS, EndOfDay.KEEP);

    private static final List<String> TYPES =
            Stream.of(QType.values()).map(QType::qName).toList();

    public TableConfig {
        columns = OrderedMaps.copyOf(columns);
        keys = List.copyOf(keys);
    }

    /** A table that takes the rows of applications as they come, and keeps them nowhere else. */
    public TableConfig(
            Map<String, QType> columns,
            List<String> keys,
            @Nullable Long retentionRowsMax,
            int segmentRows,
            EndOfDay endOfDay) {
        this(columns, keys, retentionRowsMax, segmentRows, endOfDay, Append.TABLE, null, OnSchemaChange.REFUSE);
    }

    /**
     * Returns the bytes that the arrays of its segments take at most: those of the rows that retention keeps, in whole segments,
     * and of the segment that is being filled. Empty when it is not known, since columns are not declared, or unbounded, since
     * there is a key or no retention.
     */
    public OptionalLong bytesMax() {
        if (columns.isEmpty() || !keys.isEmpty() || retentionRowsMax == null) {
            return OptionalLong.empty();
        }
        long segments = (retentionRowsMax - 1) / segmentRows + 2;
        double bytes = (double) segments * segmentBytes();
        return OptionalLong.of(bytes < Long.MAX_VALUE ? segments * segmentBytes() : Long.MAX_VALUE);
    }

    /** Returns the bytes of the arrays of one segment, as far as columns are declared. */
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

    /** Column names and the names of q's types. */
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

    /** Same columns, same types and same order; order counts, because bare rows name no columns. */
    static boolean sameColumns(Map<String, QType> a, Map<String, QType> b) {
        return List.copyOf(a.entrySet()).equals(List.copyOf(b.entrySet()));
    }
}
