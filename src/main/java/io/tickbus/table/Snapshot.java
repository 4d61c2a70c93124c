package io.tickbus.table;

import io.tickbus.q.Flip;
import io.tickbus.q.IntVector;
import io.tickbus.q.QType;
import io.tickbus.q.QVector;
import io.tickbus.q.Schema;
import io.tickbus.q.VectorBuilder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * A read-only view of a table at one moment, for queries and fetch requests. It shares the table's arrays and never
 * changes. Any thread can read it while the owner's thread writes the table.
 */
public final class Snapshot {
    private static final int RUN_BOUNDS_MIN = 64;

    private final Schema schema;
    private final Segment[] segments;
    private final Flip lastRows;
    private final int segmentRows;
    private final long nextOffset;
    private final long count;

    Snapshot(Schema schema, Segment[] segments, Flip lastRows, int segmentRows, long nextOffset, long count) {
        this.schema = schema;
        this.segments = segments;
        this.lastRows = lastRows;
        this.segmentRows = segmentRows;
        this.nextOffset = nextOffset;
        this.count = count;
    }

    public Schema schema() {
        return schema;
    }

    public long firstOffset() {
        return segments[0].base();
    }

    public long nextOffset() {
        return nextOffset;
    }

    /** Returns the memory size of the snapshot's segments in bytes. {@link Table#bytes} also includes the key index. */
    public long bytes() {
        long bytes = 0;
        for (Segment segment : segments) {
            bytes += segment.bytes();
        }
        return bytes;
    }

    /** Returns the number of rows. For a keyed table, returns the number of keys. */
    public long count() {
        return count;
    }

    /**
     * Returns the end of the run that starts at an offset. A run is a sequence of consecutive rows in one segment.
     *
     * @param offset the offset of the first row of the run
     * @param rowsMax limit on the number of rows in the run
     * @return the offset after the last row of the run
     * @throws IndexOutOfBoundsException if the offset is before {@link #firstOffset} or after {@link #nextOffset}
     */
    public long runEnd(long offset, int rowsMax) {
        if (offset < firstOffset() || offset > nextOffset) {
            throw new IndexOutOfBoundsException(
                    "offset " + offset + " is not in " + firstOffset() + " to " + nextOffset);
        }
        long segmentEnd = offset - (offset - firstOffset()) % segmentRows + segmentRows;
        return Math.min(Math.min(segmentEnd, nextOffset), offset + rowsMax);
    }

    /**
     * Returns the first offset of the segment that has the row at offset {@code end - 1}.
     *
     * @param end an offset after {@link #firstOffset}
     */
    public long runStart(long end) {
        long last = Objects.checkIndex(end - 1 - firstOffset(), nextOffset - firstOffset());
        return end - 1 - last % segmentRows;
    }

    /**
     * Returns the rows of a run. For a keyed table, superseded rows are left out.
     *
     * @param offset the offset of the first row of the run
     * @param end the end of the run, as {@link #runEnd} returned it
     */
    public Flip run(long offset, long end) {
        if (offset == end) {
            return schema.empty();
        }
        int number = number(offset);
        Segment segment = segments[number];
        int from = (int) (offset - segment.base());
        return live(segment, segmentRows(number), from, from + (int) (end - offset), nextOffset);
    }

    /**
     * Returns the rows of a run, including superseded rows. Row n has the offset {@code offset + n}. The result shares
     * the table's arrays.
     */
    public Flip stored(long offset, long end) {
        if (offset == end) {
            return schema.empty();
        }
        int number = number(offset);
        return segmentRows(number).slice((int) (offset - segments[number].base()), (int) (end - offset));
    }

    /** Returns the key number of each row that {@link #run} returns. The first key of the table has the number 0. */
    public IntVector keyNumbers(long offset, long end) {
        if (offset == end) {
            return new IntVector(QType.INT);
        }
        Segment segment = segments[number(offset)];
        int[] stored = segment.keyNumbers();
        int from = (int) (offset - segment.base());
        int[] numbers = new int[(int) (end - offset)];
        int count = 0;
        for (int row = from; row < from + (int) (end - offset); row++) {
            if (segment.isLive(row, nextOffset)) {
                numbers[count++] = stored[row];
            }
        }
        return new IntVector(QType.INT, Arrays.copyOf(numbers, count));
    }

    private int number(long offset) {
        return (int) ((offset - firstOffset()) / segmentRows);
    }

    private Flip segmentRows(int number) {
        return number == segments.length - 1 ? lastRows : segments[number].rows();
    }

    /**
     * Returns a copy of the rows between two offsets, in the order of the table. For a keyed table, superseded rows are
     * left out.
     *
     * @param from the first offset
     * @param to the offset after the last row
     */
    public Flip rows(long from, long to) {
        List<VectorBuilder> builders = schema.builders(0);
        for (long offset = from; offset < to; ) {
            long end = runEnd(offset, (int) Math.min(to - offset, segmentRows));
            append(builders, run(offset, end));
            offset = end;
        }
        return schema.flip(builders);
    }

    /**
     * Returns the offset after the first {@code rowsMax} live rows. Returns {@link #nextOffset} if the table has fewer
     * live rows.
     */
    public long firstEnd(int rowsMax) {
        long offset = firstOffset();
        for (int found = 0; offset < nextOffset && found < rowsMax; offset++) {
            found += isLive(offset) ? 1 : 0;
        }
        return offset;
    }

    /**
     * Returns the offset at which the last {@code rowsMax} live rows begin. Returns {@link #firstOffset} if the table
     * has fewer live rows.
     */
    public long lastStart(int rowsMax) {
        long offset = nextOffset;
        for (int found = 0; offset > firstOffset() && found < rowsMax; offset--) {
            found += isLive(offset - 1) ? 1 : 0;
        }
        return offset;
    }

    /** Returns whether the row at an offset is live. In a keyed table, only the last row of a key is live. */
    public boolean isLive(long offset) {
        Segment segment = segments[number(offset)];
        return segment.isLive((int) (offset - segment.base()), nextOffset);
    }

    /**
     * Returns the last row of each key, in the order in which the keys first appeared. This method reads every row.
     *
     * @throws IllegalStateException if the table has no key
     */
    public KeyOrder keyOrder() {
        if (schema.keys() == 0) {
            throw new IllegalStateException("a table without a key has no order of keys");
        }
        Flip[] stored = new Flip[segments.length];
        Arrays.setAll(stored, this::segmentRows);
        return new KeyOrder(schema, segments, stored, segmentRows, nextOffset, Math.toIntExact(count));
    }

    /**
     * Sorts offsets of live rows of this keyed table. The keys of the sorted rows are in the order in which they first
     * appeared.
     *
     * @param count the number of offsets to sort
     */
    public void sortByKey(long[] offsets, int count) {
        long[] rows = new long[count]; // Key number in the upper 32 bits, row number in the lower 32 bits
        for (int i = 0; i < count; i++) {
            Segment segment = segments[number(offsets[i])];
            long key = segment.keyNumbers()[(int) (offsets[i] - segment.base())];
            rows[i] = key << Integer.SIZE | offsets[i] - firstOffset();
        }
        Arrays.sort(rows);
        for (int i = 0; i < count; i++) {
            offsets[i] = firstOffset() + (int) rows[i];
        }
    }

    /**
     * Returns a copy of the rows at the given offsets. The offsets can be in any order. Rows at consecutive offsets are
     * copied in one step.
     *
     * @param count the number of offsets
     */
    public Flip rowsAt(long[] offsets, int count) {
        List<VectorBuilder> builders = schema.builders(count);
        for (int i = 0; i < count; ) {
            long runEnd = runEnd(offsets[i], count - i);
            int next = i + 1;
            while (next < count && offsets[next] == offsets[next - 1] + 1 && offsets[next] < runEnd) {
                next++;
            }
            append(builders, stored(offsets[i], offsets[i] + next - i));
            i = next;
        }
        return schema.flip(builders);
    }

    private static void append(List<VectorBuilder> builders, Flip rows) {
        for (int i = 0; i < builders.size(); i++) {
            builders.get(i).append(rows.column(i));
        }
    }

    /**
     * Returns the live rows of a segment, from row {@code from} to the row before {@code to}. {@code next} is the
     * offset after the table's last row.
     */
    static Flip live(Segment segment, Flip rows, int from, int to, long next) {
        if (!segment.isKeyed() || nextDead(segment, from, to, next) == to) {
            return rows.slice(from, to - from);
        }
        int[] runs = liveRuns(segment, from, to, next);
        int count = 0;
        for (int i = 0; i < runs.length; i += 2) {
            count += runs[i + 1] - runs[i];
        }
        List<QVector> columns = new ArrayList<>();
        for (QVector column : rows.columns()) {
            VectorBuilder live = new VectorBuilder(column.type(), count);
            for (int i = 0; i < runs.length; i += 2) {
                live.append(column.slice(runs[i], runs[i + 1] - runs[i]));
            }
            columns.add(live.build());
        }
        return new Flip(rows.names(), columns);
    }

    /** Returns the runs of consecutive live rows. The array has two items for each run, its start and its end. */
    private static int[] liveRuns(Segment segment, int from, int to, long next) {
        int[] runs = new int[RUN_BOUNDS_MIN];
        int used = 0;
        for (int row = from; row < to; row++) {
            if (segment.isLive(row, next)) {
                if (used == runs.length) {
                    runs = Arrays.copyOf(runs, 2 * used);
                }
                runs[used++] = row;
                row = nextDead(segment, row, to, next);
                runs[used++] = row;
            }
        }
        return Arrays.copyOf(runs, used);
    }

    private static int nextDead(Segment segment, int from, int to, long next) {
        int row = from;
        while (row < to && segment.isLive(row, next)) {
            row++;
        }
        return row;
    }
}
