package io.tickbus.table;

import io.tickbus.q.Flip;
import io.tickbus.q.QType;
import io.tickbus.q.Schema;
import io.tickbus.q.Vector;
import io.tickbus.q.VectorBuilder;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One table: an ordered log of rows in segments. Each row has an offset that rises by one and is never used again.
 *
 * <p>A plain table keeps what its retention says; whole segments leave at the old end. A keyed table is a compacted log: an
 * upsert is an append that supersedes the key's former row, and when more than half of the rows are superseded, the oldest
 * segment's live rows are appended anew and the segment leaves. So a reader of the log sees every key's last row, some more
 * than once, and the table's order is that of each key's last change.
 *
 * <p>One thread writes. {@link #snapshot} is to be called by that thread and read by any.
 */
public final class Table {
    /** Rows that a table makes room for before its first row comes. */
    private static final int ROOM_MIN = 1024;
    /** Rows that are looked up at a time, so few that they stay in the cache between the steps. */
    private static final int UPSERT_ROWS_MAX = 4096;

    private final Schema schema;
    private final int segmentRows;
    private final long retentionRowsMax;
    private final @Nullable KeyIndex index;
    private final Segments segments;
    private final long[] before;
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
        this.before = new long[index == null ? 0 : UPSERT_ROWS_MAX];
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
     * A table of the same kind that begins with this one's rows before an offset, at new offsets. Full segments are shared, so
     * that no more than one segment's rows are copied.
     *
     * @param firstOffset the new offset of its first row
     * @param to an offset of this table
     * @throws IllegalStateException when there is a key: which row was a key's last at that offset is no longer known
     */
    public Table copyBefore(long to, long firstOffset) {
        if (index != null) {
            throw new IllegalStateException("a keyed table does not keep the rows that were superseded");
        }
        Table copy = emptyFrom(firstOffset);
        Snapshot rows = snapshot();
        Segment[] full = rows.fullBefore(to);
        long shared = (long) full.length * segmentRows;
        if (full.length > 0) {
            copy.segments.share(full, firstOffset);
            copy.nextOffset = firstOffset + shared;
        }
        long rest = firstOffset() + shared;
        if (rest < to) {
            copy.append(rows.run(rest, to));
        }
        return copy;
    }

    public Schema schema() {
        return schema;
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

    /** What its arrays take in memory, without symbols, the items of lists and the index of keys. */
    public long bytes() {
        return segments.bytes();
    }

    /** Rows in the table: of a keyed one, its keys. */
    public long count() {
        return index == null ? nextOffset - firstOffset() : index.count();
    }

    /**
     * Appends rows, or upserts them where there is a key.
     *
     * @return the offset of the first
     * @throws IllegalArgumentException when the columns do not fit the schema; nothing is applied then
     */
    public long append(Flip rows) {
        String mismatch = schema.mismatch(rows);
        if (mismatch != null) {
            throw new IllegalArgumentException(mismatch);
        }
        long offset = nextOffset;
        if (index == null) {
            add(rows);
            retain();
        } else {
            add(keysAsStored(rows));
            compact(index, 1 + rows.size() / segmentRows);
        }
        return offset;
    }

    /** The rows with the key columns in the types of the schema: only items of one type can be told to be the same. */
    private Flip keysAsStored(Flip rows) {
        List<Vector> columns = null;
        for (int i = 0; i < schema.keys(); i++) {
            QType type = schema.types().get(i);
            Vector column = rows.column(i);
            if (column.type() != type) {
                VectorBuilder stored = new VectorBuilder(type, rows.size());
                stored.append(column);
                columns = columns == null ? new ArrayList<>(rows.columns()) : columns;
                columns.set(i, stored.build());
            }
        }
        return columns == null ? rows : new Flip(rows.names(), columns);
    }

    private void add(Flip rows) {
        int size = rows.size();
        int done = 0;
        while (done < size) {
            Segment last = segments.withRoom(nextOffset);
            int count = Math.min(size - done, last.room());
            if (index != null) {
                count = Math.min(count, UPSERT_ROWS_MAX);
            }
            Flip part = rows.slice(done, count);
            last.append(part);
            if (index != null) {
                index.put(part, nextOffset, before);
                segments.supersede(before, count, nextOffset);
            }
            nextOffset += count;
            done += count;
        }
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
     * Moves what is live in the oldest segments to the end. Of few segments at a time, since many old ones may hold nothing else
     * and be moved whole before one is met that frees anything; as many rows as were appended, so that it keeps up.
     */
    private void compact(KeyIndex keyIndex, int segmentsMax) {
        for (int moved = 0; moved < segmentsMax && isMostlySuperseded(keyIndex); moved++) {
            Segment oldest = segments.oldest();
            add(Snapshot.live(oldest, oldest.rows(), oldest.firstLive(), oldest.size(), nextOffset));
            segments.dropOldest(1);
        }
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
