package io.tickbus.table;

import io.tickbus.q.Flip;
import io.tickbus.q.HeapSize;
import io.tickbus.q.QType;
import io.tickbus.q.QVector;
import io.tickbus.q.Schema;
import io.tickbus.q.VectorBuilder;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * Consecutive rows of a table, in one array for each column. The arrays fill from the front, and stored values never
 * change. Only the owner's thread appends rows. Any thread can read the rows of a snapshot.
 *
 * <p>In a keyed table, a row is live while it is the last row of its key. Each row also has two numbers. The key number
 * gives the order in which keys first appeared. The superseded offset is the offset of the row that supersedes this
 * row, or 0. A snapshot ignores superseded offsets after its end, so it reads them without a lock.
 */
final class Segment {
    private static final VarHandle LONGS = MethodHandles.arrayElementVarHandle(long[].class);
    private static final long NEVER = 0; // Superseded offset of a live row. Row 0 supersedes no row.

    private final long base;
    private final int capacity;
    private final Schema schema;
    private final VectorBuilder[] columns;
    private final boolean keyed;
    private final SourceRuns sources;
    private final boolean lists;
    private final long rowBytes;
    private volatile long[] supersededAt; // Volatile, because other threads read it while a larger array replaces it
    private volatile int[] keyNumbers;
    private int room; // Number of allocated rows
    private long itemBytes; // Bytes of the items in columns of general lists
    private int size;
    private int superseded; // Number of superseded rows, for the owner's thread only

    /**
     * @param base the offset of the first row
     * @param capacity the number of rows of a full segment
     * @param room the number of rows to allocate at first; smaller than the capacity only in the first segment of a
     *     table
     */
    Segment(Schema schema, long base, int capacity, int room) {
        this.schema = schema;
        this.base = base;
        this.capacity = capacity;
        this.room = room;
        this.columns = schema.builders(room).toArray(new VectorBuilder[0]);
        this.keyed = schema.keys() > 0;
        this.sources = new SourceRuns(capacity);
        this.lists = schema.types().contains(QType.LIST);
        this.rowBytes = schema.rowBytes() + (keyed ? Long.BYTES + Integer.BYTES : 0);
        this.supersededAt = new long[keyed ? room : 0];
        this.keyNumbers = new int[keyed ? room : 0];
    }

    private Segment(Segment full, long base) {
        this.schema = full.schema;
        this.base = base;
        this.capacity = full.capacity;
        this.columns = full.columns;
        this.keyed = false;
        this.sources = full.sources;
        this.lists = full.lists;
        this.rowBytes = full.rowBytes;
        this.supersededAt = full.supersededAt;
        this.keyNumbers = full.keyNumbers;
        this.room = full.room;
        this.itemBytes = full.itemBytes;
        this.size = full.size;
    }

    /**
     * Returns a segment that shares the arrays of this segment but begins at another offset. This segment must be full.
     * Its table must not be keyed.
     */
    Segment rebased(long newBase) {
        if (keyed || size < capacity) {
            throw new IllegalStateException("only a full segment without a key can be shared");
        }
        return new Segment(this, newBase);
    }

    long base() {
        return base;
    }

    int size() {
        return size;
    }

    int room() {
        return capacity - size;
    }

    /** Returns the size of one row in the arrays, in bytes. The items of general lists are not included. */
    long rowBytes() {
        return rowBytes;
    }

    /** Returns the approximate size of the items that the given rows have in general lists, in bytes. */
    long itemBytes(Flip rows) {
        long bytes = 0;
        for (int i = 0; lists && i < schema.width(); i++) {
            if (schema.types().get(i) == QType.LIST) {
                bytes += HeapSize.ofItems(rows.column(i));
            }
        }
        return bytes;
    }

    /** Returns the memory size of the segment in bytes. The size of the items of general lists is approximate. */
    long bytes() {
        return rowBytes * room + itemBytes + sources.bytes();
    }

    /**
     * Returns an upper bound on the memory that appending rows of a source allocates, in bytes. The segment must have
     * room for the rows.
     */
    long growth(int rows, int source) {
        return rowBytes * (roomFor(size + rows) - room) + sources.growth(source, rows);
    }

    private int roomFor(int rows) {
        return rows <= room ? room : (int) Math.min(capacity, Math.max(rows, 2L * room));
    }

    /** Returns whether another segment shares the arrays of this segment. */
    boolean sharesWith(Segment other) {
        return columns == other.columns;
    }

    void append(Flip rows, int source) {
        reserve(size + rows.size());
        for (int i = 0; i < columns.length; i++) {
            columns[i].append(rows.column(i));
        }
        size += rows.size();
        sources.append(source, rows.size());
        itemBytes += itemBytes(rows);
    }

    private void reserve(int rows) {
        int wanted = roomFor(rows);
        if (wanted > room) {
            for (VectorBuilder column : columns) {
                column.reserve(wanted);
            }
            if (keyed) {
                supersededAt = Arrays.copyOf(supersededAt, wanted);
                keyNumbers = Arrays.copyOf(keyNumbers, wanted);
            }
            room = wanted;
        }
    }

    SourceRuns sources() {
        return sources;
    }

    /**
     * Returns the current rows without copying the arrays. While the segment is not full, only the owner's thread can
     * call this method.
     */
    Flip rows() {
        List<QVector> vectors = new ArrayList<>(columns.length);
        for (VectorBuilder column : columns) {
            vectors.add(column.build());
        }
        return new Flip(schema.columns(), vectors);
    }

    boolean keyMatches(long offset, QVector[] key, int row) {
        for (int i = 0; i < key.length; i++) {
            if (!columns[i].matches((int) (offset - base), key[i], row)) {
                return false;
            }
        }
        return true;
    }

    boolean isKeyed() {
        return keyed;
    }

    /**
     * Returns the key number of each row. The caller can change the numbers only before other threads read the table.
     */
    int[] keyNumbers() {
        return keyNumbers;
    }

    /** Marks the row at an offset as superseded by the row at offset {@code later}. */
    void supersede(long offset, long later) {
        LONGS.setOpaque(supersededAt, (int) (offset - base), later);
        superseded++;
    }

    /**
     * Marks rows of this segment as superseded. This segment must be the last segment of the table.
     *
     * @param offsets offsets of rows, or {@link KeyIndex#NONE}; offsets before this segment are ignored
     * @param count the number of offsets
     * @param later the row at offset {@code later + i} supersedes the row at {@code offsets[i]}
     * @return the number of rows that were marked
     */
    int supersede(long[] offsets, int count, long later) {
        long[] notes = supersededAt;
        int found = 0;
        for (int i = 0; i < count; i++) {
            long row = offsets[i] - base;
            if (row >= 0) {
                LONGS.setOpaque(notes, (int) row, later + i);
                found++;
            }
        }
        superseded += found;
        return found;
    }

    /**
     * Returns the index of the first live row, or the number of rows if no row is live. Searches from the end, because
     * live rows are often near the end.
     */
    int firstLive() {
        long[] notes = supersededAt;
        int row = size;
        for (int live = size - superseded; live > 0; live--) {
            do {
                row--;
            } while (notes[row] != NEVER);
        }
        return row;
    }

    /**
     * Returns whether a row is live in a table or snapshot. {@code next} is the offset after the last row of the table
     * or snapshot.
     */
    boolean isLive(int row, long next) {
        if (!keyed) {
            return true;
        }
        long offset = (long) LONGS.getOpaque(supersededAt, row);
        return offset == NEVER || offset >= next;
    }

    /**
     * Returns whether this segment has a live row of any of the given sources. {@code next} is the offset after the
     * table's last row.
     */
    boolean hasLiveOf(IntPredicate sources, long next) {
        SourceRuns runs = sources();
        for (int run = 0; run < runs.count(); run++) {
            for (int row = runs.start(run); row < runs.end(run) && sources.test(runs.source(run)); row++) {
                if (isLive(row, next)) {
                    return true;
                }
            }
        }
        return false;
    }
}
