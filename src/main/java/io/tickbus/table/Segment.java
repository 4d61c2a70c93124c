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
 * Run of consecutive rows of a table, in one array per column. The arrays fill from the front, and stored values never
 * change. In a keyed table, each row also has the offset at which its key was written again. That offset is always
 * later than the snapshots taken before, so a snapshot reads it without a lock. Each row also has the number of its
 * key, which gives the order in which the keys came. Only the owner's thread appends.
 */
final class Segment {
    private static final VarHandle LONGS = MethodHandles.arrayElementVarHandle(long[].class);
    private static final long NEVER = 0; // no row supersedes another at the first offset of a table

    private final long base;
    private final int capacity;
    private final Schema schema;
    private final VectorBuilder[] columns;
    private final boolean keyed;
    private final SourceRuns sources;
    private final boolean lists;
    private final long rowBytes;
    private volatile long[] supersededAt; // volatile: a reader of a grown array sees the copied values
    private volatile int[] keyNumbers;
    private int room; // allocated rows
    private long itemBytes; // in columns of general lists
    private int size;
    private int superseded; // written and read by the owner only, like the size

    /**
     * @param base the offset of its first row
     * @param capacity number of rows of the full segment
     * @param room number of rows to allocate at once; less than the capacity only for the first segment of a table,
     *     which may stay small
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

    /** Returns this segment at other offsets, with the same arrays. The segment must be full and without a key. */
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

    /** Returns the bytes of a row in the arrays, without the items of general lists. */
    long rowBytes() {
        return rowBytes;
    }

    /** Returns the approximate bytes of the items that rows add to columns of general lists. */
    long itemBytes(Flip rows) {
        long bytes = 0;
        for (int i = 0; lists && i < schema.width(); i++) {
            if (schema.types().get(i) == QType.LIST) {
                bytes += HeapSize.ofItems(rows.column(i));
            }
        }
        return bytes;
    }

    /** Returns the bytes of its arrays, of its source runs and, approximately, of the items of general lists. */
    long bytes() {
        return rowBytes * room + itemBytes + sources.bytes();
    }

    /**
     * Returns an upper bound on the bytes by which its arrays grow when rows of a source are appended. The rows must
     * fit into the segment.
     */
    long growth(int rows, int source) {
        return rowBytes * (roomFor(size + rows) - room) + sources.growth(source, rows);
    }

    private int roomFor(int rows) {
        return rows <= room ? room : (int) Math.min(capacity, Math.max(rows, 2L * room));
    }

    /** Returns whether another segment has the same arrays. */
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

    /** Returns the source of each row. */
    SourceRuns sources() {
        return sources;
    }

    /** Returns the current columns, which share the arrays. Owner's thread only, unless the segment is full. */
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

    /** Returns the key numbers of its rows. Existing numbers may change only in a table that is not read yet. */
    int[] keyNumbers() {
        return keyNumbers;
    }

    /** Records that the key of the row at an offset was written again at a later offset. */
    void supersede(long offset, long later) {
        LONGS.setOpaque(supersededAt, (int) (offset - base), later);
        superseded++;
    }

    /**
     * Marks those of some rows that are in this segment, the last one, as superseded.
     *
     * @param offsets of rows in this segment or in earlier ones
     * @param count number of rows
     * @param later offset of the row that supersedes the first row; the others follow
     * @return the number of rows that are in this segment
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
     * Returns the first row that is still the last of its key, or the size. Searches from the end: if few keys are
     * written often, the live rows are there.
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

    /** Returns whether a row is the last of its key, in a table that ends at {@code next}. */
    boolean isLive(int row, long next) {
        if (!keyed) {
            return true;
        }
        long offset = (long) LONGS.getOpaque(supersededAt, row);
        return offset == NEVER || offset >= next;
    }

    /**
     * Returns whether any of the given sources has rows here that are the last of their key, in a table that ends at
     * {@code next}.
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
