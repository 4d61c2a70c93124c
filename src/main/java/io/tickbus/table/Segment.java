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
 * A run of consecutive rows: a column each, filled from the front and never changed behind that. A keyed table's segment also
 * says of each row at which offset its key was written again; since such an offset is always later than the snapshots taken
 * before, a snapshot reads it without a lock. Each of its rows also has the number of its key, which tells the order in which
 * the keys came.
 */
final class Segment {
    private static final VarHandle LONGS = MethodHandles.arrayElementVarHandle(long[].class);
    private static final long NEVER = 0; // no row supersedes another at the first offset of all

    private final long base;
    private final int capacity;
    private final Schema schema;
    private final VectorBuilder[] columns;
    private final boolean keyed;
    private final SourceRuns sources;
    private final boolean lists;
    private final long rowBytes;
    private volatile long[] supersededAt; // volatile: a reader that meets a grown array sees what was copied
    private volatile int[] keyNumbers;
    private int room; // of the arrays
    private long itemBytes; // of columns of general lists
    private int size;
    private int superseded; // like the size the owner's: readers know only what they find

    /**
     * @param base the offset of its first row
     * @param capacity rows it will hold
     * @param room rows to make room for at once; less than the capacity only where a table begins and may stay small
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

    /** A segment without a key that is full, at other offsets; the arrays are shared. */
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

    /** Bytes of a row in the arrays, without the items of general lists. */
    long rowBytes() {
        return rowBytes;
    }

    /** Bytes of the items that rows put into columns of general lists, about. */
    long itemBytes(Flip rows) {
        long bytes = 0;
        for (int i = 0; lists && i < schema.width(); i++) {
            if (schema.types().get(i) == QType.LIST) {
                bytes += HeapSize.ofItems(rows.column(i));
            }
        }
        return bytes;
    }

    /** Bytes of its arrays, of the runs of its sources and, about, of the items of general lists. */
    long bytes() {
        return rowBytes * room + itemBytes + sources.bytes();
    }

    /** Bytes by which its arrays grow at most when rows of a source are appended, which must have room in it. */
    long growth(int rows, int source) {
        return rowBytes * (roomFor(size + rows) - room) + sources.growth(source, rows);
    }

    private int roomFor(int rows) {
        return rows <= room ? room : (int) Math.min(capacity, Math.max(rows, 2L * room));
    }

    /** Whether another segment has the same arrays. */
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

    /** Which source appended which of its rows. */
    SourceRuns sources() {
        return sources;
    }

    /** The columns as they are now, sharing the arrays; for the owner's thread, or of a segment that is full. */
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

    /** The numbers of the keys of its rows; only a table that nothing reads yet may change those of rows that it has. */
    int[] keyNumbers() {
        return keyNumbers;
    }

    /** Notes that the key of the row at an offset was written again at a later one. */
    void supersede(long offset, long later) {
        LONGS.setOpaque(supersededAt, (int) (offset - base), later);
        superseded++;
    }

    /**
     * Notes the same of those rows that are in this segment, which is the last.
     *
     * @param offsets of rows here or before
     * @param later where the first one's key was written again; those of the others follow
     * @return rows that are here
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

    /** The first row that is still the last of its key, or the size; looked for from the end, where keys are hot all are. */
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

    /** Whether a row is the last of its key in a table that ends at {@code next}. */
    boolean isLive(int row, long next) {
        if (!keyed) {
            return true;
        }
        long offset = (long) LONGS.getOpaque(supersededAt, row);
        return offset == NEVER || offset >= next;
    }

    /** Returns whether some sources have rows here that are the last of their key in a table that ends at {@code next}. */
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
