package io.tickbus.table;

import io.tickbus.q.Flip;
import io.tickbus.q.QType;
import io.tickbus.q.QVector;
import io.tickbus.q.Schema;
import io.tickbus.q.VectorBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * A table in memory. It is an ordered log of rows in segments. Offsets increase by one, and no offset is reused.
 *
 * <p>A plain table keeps the newest rows, as many as its retention limit allows. It drops whole segments, oldest first.
 *
 * <p>A keyed table is a compacted log. An upsert appends a row, which supersedes the former row of its key. A row is live while
 * it is the last row of its key. When more than half of the rows are superseded, the live rows of the oldest segment are
 * appended again, and that segment is dropped. So a reader of the log sees the last row of every key, but may see it more than
 * once. Each key has a number, which gives the order in which keys first appeared. The number stays until the table is emptied.
 *
 * <p>Only the owner's thread writes and calls {@link #snapshot}. Any thread may read a snapshot.
 */
public final class Table {
    /** The source of rows whose origin is irrelevant. */
    public static final int NO_SOURCE = 0;

    /** The number of rows for which an empty table allocates memory. */
    private static final int ROOM_MIN = 16;
    /** The number of rows that an upsert handles in one step. It is small, so that the rows stay in the CPU's cache. */
    private static final int UPSERT_ROWS_MAX = 4096;

    private final Schema schema;
    private final int segmentRows;
    private final long retentionRowsMax;
    private @Nullable KeyIndex index;
    private final Segments segments;
    private long[] before = {};
    private long nextOffset;

    /**
     * @param segmentRows the number of rows of a segment; large arrays are not moved by the garbage collector
     * @param retentionRowsMax the number of rows that a plain table keeps; it may hold up to one segment more
     */
    public Table(Schema schema, int segmentRows, long retentionRowsMax) {
        this(schema, segmentRows, retentionRowsMax, 0);
    }

    private Table(Schema schema, int segmentRows, long retentionRowsMax, long firstOffset) {
        this.schema = schema;
        this.segmentRows = segmentRows;
        this.retentionRowsMax = retentionRowsMax;
        this.nextOffset = firstOffset;
        this.segments = new Segments(schema, segmentRows, Math.min(ROOM_MIN, segmentRows), firstOffset);
        this.index = schema.keys() == 0 ? null : KeyIndex.of(schema, segments);
    }

    /**
     * Returns an empty table that has the columns and limits of this table.
     *
     * @param firstOffset the offset of the first row
     */
    public Table emptyFrom(long firstOffset) {
        return new Table(schema, segmentRows, retentionRowsMax, firstOffset);
    }

    /** Returns an empty table that has other columns and the limits of this table. */
    public Table emptyFrom(Schema columns, long firstOffset) {
        return new Table(columns, segmentRows, retentionRowsMax, firstOffset);
    }

    /**
     * Returns a copy of this table at new offsets, without the rows of some sources. Rows keep their order. In a keyed table,
     * only the last row of each key is copied, and the keys keep their order. A copy of a plain table shares the full segments
     * before the first row that is left out. All later rows are copied.
     *
     * <p>Any thread may call this while the owner's thread does not append rows to this table.
     *
     * @param leftOut the sources whose rows are left out
     * @param firstOffset the new offset of the first row
     */
    public Table copyWithout(IntPredicate leftOut, long firstOffset) {
        Table copy = emptyFrom(firstOffset);
        for (Segment segment : segments.all()) {
            if (!copy.shares(segment, leftOut)) {
                copy.addLive(segment, 0, leftOut, nextOffset);
            }
        }
        if (index != null) {
            copy.segments.renumberKeys(KeyOrder.numbersInCopy(segments.all(), leftOut, nextOffset, index.count()));
        }
        return copy;
    }

    /**
     * Appends rows of another table. Rows keep their sources. From a keyed table, only the last row of each key is appended.
     *
     * @param from the offset in the other table of the first row to append
     * @param leftOut the sources whose rows are left out
     */
    public void appendFrom(Table other, long from, IntPredicate leftOut) {
        for (Segment segment : other.segments.all()) {
            long skipped = Math.max(0, from - segment.base());
            if (skipped < segment.size()) {
                addLive(segment, (int) skipped, leftOut, other.nextOffset);
                makeRoom(segment.size());
            }
        }
    }

    /**
     * Returns whether the table has live rows of any of the given sources.
     *
     * <p>Any thread may call this while the owner's thread does not append rows to this table.
     */
    public boolean hasRowsOf(IntPredicate sources) {
        return segments.hasLiveOf(sources, nextOffset);
    }

    private boolean shares(Segment segment, IntPredicate leftOut) {
        if (index != null
                || segment.room() > 0
                || !segments.isAtBoundary()
                || segment.sources().hasAnyOf(leftOut)) {
            return false;
        }
        segments.share(segment, nextOffset);
        nextOffset += segment.size();
        return true;
    }

    /** Appends the live rows of a segment, starting at row {@code from}. The segment's table ends at offset {@code end}. */
    private void addLive(Segment segment, int from, IntPredicate leftOut, long end) {
        Flip rows = segment.rows();
        SourceRuns runs = segment.sources();
        int count = runs.count();
        for (int run = 0; run < count; run++) {
            int start = Math.max(from, runs.start(run));
            if (start < runs.end(run) && !leftOut.test(runs.source(run))) {
                add(Snapshot.live(segment, rows, start, runs.end(run), end), runs.source(run));
            }
        }
    }

    public Schema schema() {
        return schema;
    }

    Segment segmentOf(long offset) {
        return segments.segmentOf(offset);
    }

    /** Returns the offset of the oldest row in the table. */
    public long firstOffset() {
        return segments.oldest().base();
    }

    /** Returns the offset of the next row to append. */
    public long nextOffset() {
        return nextOffset;
    }

    /** Returns the number of segments, which is at least one. */
    public int segments() {
        return segments.count();
    }

    /**
     * Returns the memory size of the table in bytes, in constant time. It includes the arrays, the key index and,
     * approximately, the items of general lists. It does not include the texts of symbols, because all tables share them.
     */
    public long bytes() {
        return segments.bytes() + (index == null ? 0 : index.bytes() + (long) Long.BYTES * before.length);
    }

    /** Returns the memory size of this table and the table that it was copied from, in bytes. Shared segments count once. */
    public long bytesWith(Table other) {
        return bytes() + other.bytes() - segments.bytesSharedWith(other.segments);
    }

    /** Returns an upper bound on the bytes that are allocated when the rows are appended. The rows must fit the schema. */
    public long growth(Flip rows, int source) {
        return growthOfUpdates(rows, source) + (index == null ? 0 : index.growth(keysAsStored(rows)));
    }

    /** Returns an upper bound on the bytes that are allocated when the rows are appended, if no row has a new key. */
    public long growthOfUpdates(Flip rows, int source) {
        long growth = segments.growth(rows.size(), source) + segments.itemBytes(rows);
        return index == null ? growth : growth + growthOfKeys(rows.size());
    }

    /** Returns the memory that a keyed table needs besides its rows, for superseded offsets and source runs. */
    private long growthOfKeys(int rows) {
        long count = segments.count() + segments.addedSegments(rows);
        int slots = slotsFor(Math.min(rows, UPSERT_ROWS_MAX), count);
        long runs = count > 1 ? segments.runsOfOldest(movedMax(rows)) : 0;
        return (long) Long.BYTES * (slots - before.length) + SourceRuns.RUN_BYTES * runs;
    }

    /**
     * Returns whether the oldest segments of two tables share arrays. Their memory is free only after both tables drop them.
     */
    public boolean sharesOldestWith(Table other) {
        return segments.oldest().sharesWith(other.segments.oldest());
    }

    public long segmentBytes() {
        return segments.segmentBytes();
    }

    /**
     * Returns the bytes that a keyed table needs, besides its rows, to write known keys again. They include a new segment,
     * slots for superseded offsets, and the source runs of three segments. These are the last segment, the next segment and the
     * compacted segment.
     */
    public long spareBytes() {
        long slots = (long) Long.BYTES * (slotsMax() - before.length);
        return segmentBytes() + 3L * SourceRuns.RUN_BYTES * segmentRows + slots;
    }

    /** Returns whether this keyed table already has the keys of all given rows. */
    public boolean hasKeysOf(Flip rows) {
        return index != null && index.hasAll(keysAsStored(rows));
    }

    /** Returns the number of rows. For a keyed table, returns the number of keys. */
    public long count() {
        return index == null ? nextOffset - firstOffset() : index.count();
    }

    /** Appends rows of {@link #NO_SOURCE}. Like {@link #append(Flip, int)}. */
    public long append(Flip rows) {
        return append(rows, NO_SOURCE);
    }

    /**
     * Appends rows. In a keyed table, the rows are upserted.
     *
     * @param source the origin of the rows, for {@link #copyWithout}
     * @return the offset of the first appended row
     * @throws IllegalArgumentException if the columns do not fit the schema; no row is appended then
     */
    public long append(Flip rows, int source) {
        String mismatch = schema.mismatch(rows);
        if (mismatch != null) {
            throw new IllegalArgumentException(mismatch);
        }
        long offset = nextOffset;
        add(index == null ? rows : keysAsStored(rows), source);
        makeRoom(rows.size());
        return offset;
    }

    /** Drops rows over the retention limit, or compacts a keyed table. */
    private void makeRoom(int appended) {
        if (index == null) {
            retain();
        } else {
            compact(index, movedMax(appended));
        }
    }

    /** Converts the key columns to the types of the schema, because only values of the same type can be compared. */
    private Flip keysAsStored(Flip rows) {
        List<QVector> columns = null;
        for (int i = 0; i < schema.keys(); i++) {
            QType type = schema.types().get(i);
            QVector column = rows.column(i);
            if (column.type() != type) {
                VectorBuilder stored = new VectorBuilder(type, rows.size());
                stored.append(column);
                columns = columns == null ? new ArrayList<>(rows.columns()) : columns;
                columns.set(i, stored.build());
            }
        }
        return columns == null ? rows : new Flip(rows.names(), columns);
    }

    private void add(Flip rows, int source) {
        int size = rows.size();
        int done = 0;
        while (done < size) {
            Segment last = segments.withRoom(nextOffset);
            int count = Math.min(size - done, last.room());
            if (index != null) {
                count = Math.min(count, UPSERT_ROWS_MAX);
            }
            Flip part = rows.slice(done, count);
            last.append(part, source);
            if (index != null) {
                int slots = slotsFor(count, segments.count());
                if (before.length < slots) {
                    before = new long[slots];
                }
                index.put(part, nextOffset, before);
                segments.supersede(before, count, nextOffset);
                segments.numberKeys(before, count, nextOffset);
            }
            nextOffset += count;
            done += count;
        }
    }

    /** Returns the number of slots for superseded offsets, at least one for each row of an upsert step. */
    private int slotsFor(int rows, long segmentCount) {
        if (segmentCount > 1) {
            return slotsMax();
        }
        return rows <= before.length ? before.length : Math.min(slotsMax(), 2 * rows);
    }

    private int slotsMax() {
        return Math.min(UPSERT_ROWS_MAX, segmentRows);
    }

    private void retain() {
        int drop = 0;
        long kept = nextOffset - firstOffset();
        while (segments.count() - drop > 1 && kept - segmentRows >= retentionRowsMax) {
            kept -= segmentRows;
            drop++;
        }
        if (drop > 0) {
            segments.dropOldest(drop);
        }
    }

    /**
     * Drops the oldest segment of a plain table. If it is the only segment, an empty segment replaces it.
     *
     * @return the number of dropped rows
     * @throws IllegalStateException if the table is keyed, because its rows never expire
     */
    public long dropOldest() {
        if (index != null) {
            throw new IllegalStateException("a keyed table keeps the last row of every key");
        }
        if (segments.count() == 1) {
            return dropAll();
        }
        segments.dropOldest(1);
        return segmentRows;
    }

    /** Drops all rows, and returns their number. The next row has the next offset. */
    public long dropAll() {
        long rows = count();
        segments.reset(Math.min(ROOM_MIN, segmentRows), nextOffset);
        index = index == null ? null : KeyIndex.of(schema, segments);
        return rows;
    }

    /** Returns whether compaction can free a segment. At least one segment's number of rows must be superseded. */
    public boolean isCompactable() {
        return index != null && segments.count() > 1 && nextOffset - firstOffset() - index.count() >= segmentRows;
    }

    /**
     * Appends the live rows of the oldest segment again, and drops that segment. Call this only if {@link #isCompactable}
     * returns true.
     */
    public void compactOldest() {
        Segment oldest = segments.oldest();
        addLive(oldest, oldest.firstLive(), source -> false, nextOffset);
        segments.dropOldest(1);
    }

    /**
     * Compacts the oldest segments while most rows are superseded, up to {@code segmentsMax} segments. The limit bounds the
     * work, because many old segments may have only live rows.
     */
    private void compact(KeyIndex keyIndex, int segmentsMax) {
        for (int moved = 0; moved < segmentsMax && isMostlySuperseded(keyIndex); moved++) {
            compactOldest();
        }
    }

    /** Returns the limit on the number of segments that are compacted when rows are appended. */
    private int movedMax(int rows) {
        return 1 + rows / segmentRows;
    }

    private boolean isMostlySuperseded(KeyIndex keyIndex) {
        return segments.count() > 1 && nextOffset - firstOffset() > 2L * keyIndex.count() + segmentRows;
    }

    /** Returns a view of the current rows, in constant time. */
    public Snapshot snapshot() {
        Segment[] all = segments.all();
        return new Snapshot(schema, all, all[all.length - 1].rows(), segmentRows, nextOffset, count());
    }
}
