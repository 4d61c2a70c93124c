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
 * Table in memory: an ordered log of rows in segments. The offset of a row rises by one and is never reused.
 *
 * <p>A plain table keeps the rows that its retention allows; whole segments leave at the old end. A keyed table is a compacted
 * log. An upsert is an append that supersedes the former row of its key. A row is live while it is the last of
 * its key. When more than half of the rows are superseded, the oldest segment's live rows are appended again, and it leaves. So a reader of the log sees the last row of every
 * key, some more than once, in the order in which the keys last changed. Each key has a number, which gives the order in which
 * the keys came; it stays until the table is emptied.
 *
 * <p>Only the owner's thread writes and calls {@link #snapshot}. Any thread may read a snapshot.
 */
public final class Table {
    /** Source of rows whose origin does not matter. */
    public static final int NO_SOURCE = 0;

    /** Number of rows that an empty table allocates. */
    private static final int ROOM_MIN = 16;
    /** Number of rows that are looked up together. So few rows stay in the CPU's cache between the steps. */
    private static final int UPSERT_ROWS_MAX = 4096;

    private final Schema schema;
    private final int segmentRows;
    private final long retentionRowsMax;
    private @Nullable KeyIndex index;
    private final Segments segments;
    private long[] before = {};
    private long nextOffset;

    /**
     * @param segmentRows number of rows of a segment; the garbage collector does not move large arrays
     * @param retentionRowsMax number of rows that a plain table retains; it may hold up to one segment more
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
     * Returns an empty table with the same columns and limits.
     *
     * @param firstOffset the offset of its first row
     */
    public Table emptyFrom(long firstOffset) {
        return new Table(schema, segmentRows, retentionRowsMax, firstOffset);
    }

    /** Like {@link #emptyFrom(long)}, with other columns. */
    public Table emptyFrom(Schema columns, long firstOffset) {
        return new Table(columns, segmentRows, retentionRowsMax, firstOffset);
    }

    /**
     * Returns a copy of this table at new offsets, without the rows of some sources. Rows keep their order. A copy of a keyed
     * table has the last row of each key, and the keys keep the order in which they came. Full segments of a plain table are
     * shared up to the first row that is left out; all later rows are copied.
     *
     * <p>Any thread may call this while the owner's thread does not append to this table.
     *
     * @param leftOut sources whose rows are left out
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
     * Appends rows of another table, each with its own source; of a keyed table, only the last row of each key.
     *
     * @param from the offset of the first row
     * @param leftOut sources whose rows are left out
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
     * Returns whether any of the given sources has rows here; of a keyed table, rows that are the last of their key.
     *
     * <p>Any thread may call this while the owner's thread does not append to this table.
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

    /** Appends the live rows of a segment from row {@code from} on. {@code end} is the next offset of the segment's table. */
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

    /** Returns the oldest offset that the table still has. */
    public long firstOffset() {
        return segments.oldest().base();
    }

    /** Returns the offset of the next row to come. */
    public long nextOffset() {
        return nextOffset;
    }

    /** Returns the number of segments, at least one. */
    public int segments() {
        return segments.count();
    }

    /**
     * Returns the bytes of the table in memory, in constant time: its arrays, its key index and, approximately, the items of
     * its general lists. The texts of symbols, which all tables share, do not count.
     */
    public long bytes() {
        return segments.bytes() + (index == null ? 0 : index.bytes() + (long) Long.BYTES * before.length);
    }

    /** Returns the bytes of this table and of the table that it was copied from; shared segments count once. */
    public long bytesWith(Table other) {
        return bytes() + other.bytes() - segments.bytesSharedWith(other.segments);
    }

    /** Returns an upper bound on the bytes that appending rows of a source adds. The rows must fit the schema. */
    public long growth(Flip rows, int source) {
        return growthOfUpdates(rows, source) + (index == null ? 0 : index.growth(keysAsStored(rows)));
    }

    /** Returns an upper bound on the bytes that appending rows of a source adds if they bring no new key. */
    public long growthOfUpdates(Flip rows, int source) {
        long growth = segments.growth(rows.size(), source) + segments.itemBytes(rows);
        return index == null ? growth : growth + growthOfKeys(rows.size());
    }

    /** Returns the growth of a keyed table besides its rows: slots for superseded offsets, and source runs of moved rows. */
    private long growthOfKeys(int rows) {
        long count = segments.count() + segments.addedSegments(rows);
        int slots = slotsFor(Math.min(rows, UPSERT_ROWS_MAX), count);
        long runs = count > 1 ? segments.runsOfOldest(movedMax(rows)) : 0;
        return (long) Long.BYTES * (slots - before.length) + SourceRuns.RUN_BYTES * runs;
    }

    /** Returns whether the oldest segments of both tables share arrays, which are free only after both tables drop them. */
    public boolean sharesOldestWith(Table other) {
        return segments.oldest().sharesWith(other.segments.oldest());
    }

    /** Returns the bytes of one segment's arrays. */
    public long segmentBytes() {
        return segments.segmentBytes();
    }

    /**
     * Returns the bytes that a keyed table needs besides its rows to write known keys again: a segment, slots for superseded
     * offsets, and source runs in three segments. These are the last one, the next one, and the one whose rows are moved.
     */
    public long spareBytes() {
        long slots = (long) Long.BYTES * (slotsMax() - before.length);
        return segmentBytes() + 3L * SourceRuns.RUN_BYTES * segmentRows + slots;
    }

    /** Returns whether appending the given rows to this keyed table brings no new key. */
    public boolean hasKeysOf(Flip rows) {
        return index != null && index.hasAll(keysAsStored(rows));
    }

    /** Returns the number of rows; of a keyed table, the number of keys. */
    public long count() {
        return index == null ? nextOffset - firstOffset() : index.count();
    }

    /** Appends rows of {@link #NO_SOURCE}, as {@link #append(Flip, int)} does. */
    public long append(Flip rows) {
        return append(rows, NO_SOURCE);
    }

    /**
     * Appends rows; in a keyed table, upserts them.
     *
     * @param source identifies the origin of the rows for {@link #copyWithout}
     * @return the offset of the first row
     * @throws IllegalArgumentException if the columns do not fit the schema; no row is applied then
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

    /** Removes rows that the last append has made superfluous. */
    private void makeRoom(int appended) {
        if (index == null) {
            retain();
        } else {
            compact(index, movedMax(appended));
        }
    }

    /** Returns the rows with their key columns in the types of the schema, because only items of one type can be compared. */
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

    /**
     * Returns the needed number of slots for superseded offsets: one for each row of a step; if rows may be moved, the maximum.
     */
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
     * Drops the oldest segment of a plain table, as retention does. The only segment is replaced by an empty one.
     *
     * @return the number of rows that left
     * @throws IllegalStateException if the table is keyed: its rows never expire
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

    /** Drops all rows, and returns their number. Offsets continue. */
    public long dropAll() {
        long rows = count();
        segments.reset(Math.min(ROOM_MIN, segmentRows), nextOffset);
        index = index == null ? null : KeyIndex.of(schema, segments);
        return rows;
    }

    /** Returns whether at least a segment's worth of rows is superseded, so that moving the live rows frees a segment. */
    public boolean isCompactable() {
        return index != null && segments.count() > 1 && nextOffset - firstOffset() - index.count() >= segmentRows;
    }

    /**
     * Appends the live rows of the oldest segment again and drops that segment, as appending does later. Call this only if
     * {@link #isCompactable} returns true.
     */
    public void compactOldest() {
        Segment oldest = segments.oldest();
        addLive(oldest, oldest.firstLive(), source -> false, nextOffset);
        segments.dropOldest(1);
    }

    /**
     * Compacts the oldest segments. The number of segments is limited, because many old segments may be fully live and would be
     * moved before one frees any memory. As many rows are moved as were appended, so that compaction keeps up.
     */
    private void compact(KeyIndex keyIndex, int segmentsMax) {
        for (int moved = 0; moved < segmentsMax && isMostlySuperseded(keyIndex); moved++) {
            compactOldest();
        }
    }

    /** Returns the limit on the segments that appending rows moves. */
    private int movedMax(int rows) {
        return 1 + rows / segmentRows;
    }

    private boolean isMostlySuperseded(KeyIndex keyIndex) {
        return segments.count() > 1 && nextOffset - firstOffset() > 2L * keyIndex.count() + segmentRows;
    }

    /** Returns a view of the current table, in constant time. */
    public Snapshot snapshot() {
        Segment[] all = segments.all();
        return new Snapshot(schema, all, all[all.length - 1].rows(), segmentRows, nextOffset, count());
    }
}
