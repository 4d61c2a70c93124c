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
 * One table: an ordered log of rows in segments. Each row has an offset that rises by one and is never used again.
 *
 * <p>A plain table keeps what its retention says; whole segments leave at the old end. A keyed table is a compacted log: an
 * upsert is an append that supersedes the key's former row, and when more than half of the rows are superseded, the oldest
 * segment's live rows are appended anew and the segment leaves. So a reader of the log sees every key's last row, some more
 * than once, and the order of its rows is that of each key's last change. Each key has a number, which tells the order in which
 * the keys came; a key keeps it until the table is emptied.
 *
 * <p>One thread writes. {@link #snapshot} is to be called by that thread and read by any.
 */
public final class Table {
    /** The source of rows whose origin does not matter. */
    public static final int NO_SOURCE = 0;

    /** Rows that a table makes room for before its first row comes. */
    private static final int ROOM_MIN = 16;
    /** Rows that are looked up at a time, so few that they stay in the cache between the steps. */
    private static final int UPSERT_ROWS_MAX = 4096;

    private final Schema schema;
    private final int segmentRows;
    private final long retentionRowsMax;
    private @Nullable KeyIndex index;
    private final Segments segments;
    private long[] before = {};
    private long nextOffset;

    /**
     * @param segmentRows rows of a segment; large ones are not copied by the collector
     * @param retentionRowsMax rows that a plain table keeps at least, as long as they came; past that by up to a segment
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
     * An empty table of the same kind.
     *
     * @param firstOffset the offset of its first row
     */
    public Table emptyFrom(long firstOffset) {
        return new Table(schema, segmentRows, retentionRowsMax, firstOffset);
    }

    /**
     * Returns an empty table of other columns that keeps as many rows as this one.
     *
     * @param firstOffset the offset of its first row
     */
    public Table emptyFrom(Schema columns, long firstOffset) {
        return new Table(columns, segmentRows, retentionRowsMax, firstOffset);
    }

    /**
     * Returns a table of the same kind with this one's rows in their order, at new offsets, without the rows of some sources. Of a
     * keyed table it has the rows that are the last of their key, and the keys stay in the order in which they came. Full segments
     * of an unkeyed table are shared until rows are left out; the rest is copied.
     *
     * <p>Any thread may call it while no thread appends to this table.
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
     * Appends rows of another table, each under its own source; of a keyed one those that are the last of their key.
     *
     * @param from the offset of the first
     * @param leftOut sources whose rows are not taken
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
     * Returns whether some sources have rows here; of a keyed table, rows that are the last of their key.
     *
     * <p>Any thread may call it while no thread appends to this table.
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
     * Appends the rows of a segment that are the last of their key, each under its own source.
     *
     * @param from the first row of the segment to be looked at
     * @param end the offset behind the table that the segment is of
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

    /** The oldest offset that is still here. */
    public long firstOffset() {
        return segments.oldest().base();
    }

    /** The offset of the next row to come. */
    public long nextOffset() {
        return nextOffset;
    }

    /** Segments that its rows are in, which is one at least. */
    public int segments() {
        return segments.count();
    }

    /**
     * Returns the bytes that it takes in memory, in constant time: its arrays, the index of its keys and, about, the items of its
     * general lists. The texts of symbols, which all tables share, do not count.
     */
    public long bytes() {
        return segments.bytes() + (index == null ? 0 : index.bytes() + (long) Long.BYTES * before.length);
    }

    /** Returns the bytes that this table and the one that it was copied from take together; shared segments count once. */
    public long bytesWith(Table other) {
        return bytes() + other.bytes() - segments.bytesSharedWith(other.segments);
    }

    /** Returns the bytes that appending some rows of a source, which must fit the schema, adds at most. */
    public long growth(Flip rows, int source) {
        return growthOfUpdates(rows, source) + (index == null ? 0 : index.growth(keysAsStored(rows)));
    }

    /** Returns the bytes that appending some rows of a source adds at most when they bring no new key. */
    public long growthOfUpdates(Flip rows, int source) {
        long growth = segments.growth(rows.size(), source) + segments.itemBytes(rows);
        return index == null ? growth : growth + growthOfKeys(rows.size());
    }

    /** What a keyed table adds to its segments' rows: places for superseded offsets, and runs of the rows that are moved. */
    private long growthOfKeys(int rows) {
        long count = segments.count() + segments.addedSegments(rows);
        int slots = slotsFor(Math.min(rows, UPSERT_ROWS_MAX), count);
        long runs = count > 1 ? segments.runsOfOldest(movedMax(rows)) : 0;
        return (long) Long.BYTES * (slots - before.length) + SourceRuns.RUN_BYTES * runs;
    }

    /** Whether the oldest segment's arrays are those of another table's oldest, so that both must drop it for it to go. */
    public boolean sharesOldestWith(Table other) {
        return segments.oldest().sharesWith(other.segments.oldest());
    }

    /** Returns the bytes of one segment's arrays. */
    public long segmentBytes() {
        return segments.segmentBytes();
    }

    /**
     * Returns the bytes that a keyed table needs beside its rows, so that known keys can always be written again: a segment, runs of
     * sources in three segments (the last, the next and the one whose rows are moved), and places for superseded offsets.
     */
    public long spareBytes() {
        long slots = (long) Long.BYTES * (slotsMax() - before.length);
        return segmentBytes() + 3L * SourceRuns.RUN_BYTES * segmentRows + slots;
    }

    /** Whether appending some rows to this keyed table brings no new key. */
    public boolean hasKeysOf(Flip rows) {
        return index != null && index.hasAll(keysAsStored(rows));
    }

    /** Rows in the table: of a keyed one, its keys. */
    public long count() {
        return index == null ? nextOffset - firstOffset() : index.count();
    }

    /** Appends rows of {@link #NO_SOURCE}. */
    public long append(Flip rows) {
        return append(rows, NO_SOURCE);
    }

    /**
     * Appends rows, or upserts them where there is a key.
     *
     * @param source a number that {@link #copyWithout} tells their origin by
     * @return the offset of the first
     * @throws IllegalArgumentException when the columns do not fit the schema; nothing is applied then
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

    /** Lets rows go that appending has made superfluous. */
    private void makeRoom(int appended) {
        if (index == null) {
            retain();
        } else {
            compact(index, movedMax(appended));
        }
    }

    /** The rows with the key columns in the types of the schema: only items of one type can be told to be the same. */
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

    /** As many as the rows at a time need; where rows may be moved, as many as those may need. */
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
     * Drops the oldest segment of a table without a key, as retention does; the only one is replaced by an empty one.
     *
     * @return rows that left
     * @throws IllegalStateException when there is a key: no row of a keyed table is too old
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

    /**
     * Drops all rows; offsets go on.
     *
     * @return rows that left
     */
    public long dropAll() {
        long rows = count();
        segments.reset(Math.min(ROOM_MIN, segmentRows), nextOffset);
        index = index == null ? null : KeyIndex.of(schema, segments);
        return rows;
    }

    /** Whether at least as many rows were superseded as a segment holds, so that moving the others frees one in the end. */
    public boolean isCompactable() {
        return index != null && segments.count() > 1 && nextOffset - firstOffset() - index.count() >= segmentRows;
    }

    /** Moves what is live in the oldest segment to the end, as appending does later by itself; only if {@link #isCompactable}. */
    public void compactOldest() {
        Segment oldest = segments.oldest();
        addLive(oldest, oldest.firstLive(), source -> false, nextOffset);
        segments.dropOldest(1);
    }

    /**
     * Moves what is live in the oldest segments to the end. Of few segments at a time, since many old ones may hold nothing else
     * and be moved whole before one is met that frees anything; as many rows as were appended, so that it keeps up.
     */
    private void compact(KeyIndex keyIndex, int segmentsMax) {
        for (int moved = 0; moved < segmentsMax && isMostlySuperseded(keyIndex); moved++) {
            compactOldest();
        }
    }

    /** Returns the segments that appending rows moves at most. */
    private int movedMax(int rows) {
        return 1 + rows / segmentRows;
    }

    private boolean isMostlySuperseded(KeyIndex keyIndex) {
        return segments.count() > 1 && nextOffset - firstOffset() > 2L * keyIndex.count() + segmentRows;
    }

    /** The table as it is now: constant time, however many rows. */
    public Snapshot snapshot() {
        Segment[] all = segments.all();
        return new Snapshot(schema, all, all[all.length - 1].rows(), segmentRows, nextOffset, count());
    }
}
