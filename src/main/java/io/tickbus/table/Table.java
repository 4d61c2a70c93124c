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
 * A table in memory, as an ordered log of rows in segments. The store appends rows, and queries read snapshots. Each
 * appended row gets the next offset, and no offset is reused.
 *
 * <p>A plain table keeps the newest rows, as many as its retention limit allows. It drops whole segments, oldest first.
 *
 * <p>A keyed table is a compacted log. Each appended row supersedes the former row of its key. A row is live while it
 * is the last row of its key. Compaction starts when more than half of the rows are superseded. It appends the live
 * rows of the oldest segment again, and drops that segment. A reader of the log therefore sees the last row of every
 * key at least once. Keys are numbered in the order in which they first appeared. A key keeps its number until the
 * table is emptied.
 *
 * <p>Only the owner's thread writes and calls {@link #snapshot}. Any thread can read a snapshot.
 */
public final class Table {
    /** The source of rows that do not come from a partition. */
    public static final int NO_SOURCE = 0;

    /** The number of rows for which an empty table allocates memory. */
    private static final int ROOM_MIN = 16;
    /** Limit on the rows of one step of an upsert. The rows of a step fit into the CPU's cache. */
    private static final int UPSERT_ROWS_MAX = 4096;

    private final Schema schema;
    private final int segmentRows;
    private final long retentionRowsMax;
    private @Nullable KeyIndex index;
    private final Segments segments;
    private long[] before = {};
    private long nextOffset;

    /**
     * @param segmentRows the number of rows of a full segment; if it is large, the garbage collector does not move the
     *     arrays
     * @param retentionRowsMax the number of rows that a plain table keeps; up to one segment of older rows can remain
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
     * Returns a copy of this table without the rows of some sources. The copied rows get new offsets and keep their
     * order. If the table is keyed, only live rows are copied, and the keys keep their order. A copy of a plain table
     * shares the full segments before the first row that is left out.
     *
     * <p>Any thread can call this method if no row is appended to this table during the call.
     *
     * @param leftOut returns true for each source whose rows are left out
     * @param firstOffset the offset of the copy's first row
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
     * Appends rows of another table, with their sources. If the other table is keyed, only its live rows are appended.
     *
     * @param from the offset in the other table of the first row to append
     * @param leftOut returns true for each source whose rows are left out
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
     * Returns whether the table has live rows of any of the given sources. Any thread can call this method if no row is
     * appended to this table during the call.
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

    /**
     * Appends the live rows of a segment, starting at row {@code from}. {@code end} is the offset after the last row of
     * the segment's table.
     */
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
     * Returns the memory size of the table in bytes, in constant time. The size of the items of general lists is
     * approximate. The texts of symbols are not included, because all tables share them.
     */
    public long bytes() {
        return segments.bytes() + (index == null ? 0 : index.bytes() + (long) Long.BYTES * before.length);
    }

    /** Returns the total memory size of this table and another table, in bytes. Shared segments count once. */
    public long bytesWith(Table other) {
        return bytes() + other.bytes() - segments.bytesSharedWith(other.segments);
    }

    /**
     * Returns an upper bound on the memory that appending the rows allocates, in bytes. The rows must fit the schema.
     */
    public long growth(Flip rows, int source) {
        return growthOfUpdates(rows, source) + (index == null ? 0 : index.growth(keysAsStored(rows)));
    }

    /** Like {@link #growth}, for rows without new keys. */
    public long growthOfUpdates(Flip rows, int source) {
        long growth = segments.growth(rows.size(), source) + segments.itemBytes(rows);
        return index == null ? growth : growth + growthOfKeys(rows.size());
    }

    /** Returns an upper bound on the memory for superseded offsets and source runs, in bytes. */
    private long growthOfKeys(int rows) {
        long count = segments.count() + segments.addedSegments(rows);
        int slots = slotsFor(Math.min(rows, UPSERT_ROWS_MAX), count);
        long runs = count > 1 ? segments.runsOfOldest(movedMax(rows)) : 0;
        return (long) Long.BYTES * (slots - before.length) + SourceRuns.RUN_BYTES * runs;
    }

    /**
     * Returns whether the oldest segments of two tables share arrays. The arrays are freed when both tables drop them.
     */
    public boolean sharesOldestWith(Table other) {
        return segments.oldest().sharesWith(other.segments.oldest());
    }

    public long segmentBytes() {
        return segments.segmentBytes();
    }

    /**
     * Returns the free memory, in bytes, that a keyed table needs for updates of known keys. It includes a new segment,
     * slots for superseded offsets, and source runs.
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

    /** Appends rows as {@link #append(Flip, int)} does, with the source {@link #NO_SOURCE}. */
    public long append(Flip rows) {
        return append(rows, NO_SOURCE);
    }

    /**
     * Appends rows. In a keyed table, each row supersedes the former row of its key.
     *
     * @param source the source of the rows, for {@link #copyWithout}
     * @return the offset of the first appended row
     * @throws IllegalArgumentException if the columns do not fit the schema; the table is unchanged
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

    /** Applies the retention limit to a plain table. Compacts a keyed table. */
    private void makeRoom(int appended) {
        if (index == null) {
            retain();
        } else {
            compact(index, movedMax(appended));
        }
    }

    /** Converts the key columns to the types of the schema. Only values of equal type can be compared. */
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

    /** Returns the number of slots for superseded offsets, at least one for each of the rows. */
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
     * @throws IllegalStateException if the table is keyed, because a keyed table keeps the last row of every key
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

    /** Drops all rows, and returns their number. The next row gets the next unused offset. */
    public long dropAll() {
        long rows = count();
        segments.reset(Math.min(ROOM_MIN, segmentRows), nextOffset);
        index = index == null ? null : KeyIndex.of(schema, segments);
        return rows;
    }

    /** Returns whether compaction can free a segment, because enough rows are superseded. */
    public boolean isCompactable() {
        return index != null && segments.count() > 1 && nextOffset - firstOffset() - index.count() >= segmentRows;
    }

    /**
     * Appends the live rows of the oldest segment again, and drops that segment. Call this only if the table {@link
     * #isCompactable}.
     */
    public void compactOldest() {
        Segment oldest = segments.oldest();
        addLive(oldest, oldest.firstLive(), source -> false, nextOffset);
        segments.dropOldest(1);
    }

    /**
     * Compacts the oldest segments while most rows are superseded, up to {@code segmentsMax} segments. The limit bounds
     * the work of one append.
     */
    private void compact(KeyIndex keyIndex, int segmentsMax) {
        for (int moved = 0; moved < segmentsMax && isMostlySuperseded(keyIndex); moved++) {
            compactOldest();
        }
    }

    /** Returns the limit on the number of segments that are compacted after an append. */
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
