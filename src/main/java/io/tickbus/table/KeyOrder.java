package io.tickbus.table;

import io.tickbus.q.Flip;
import io.tickbus.q.QVector;
import io.tickbus.q.Schema;
import io.tickbus.q.VectorBuilder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * Last row of each key of a keyed table, in the order in which the keys came, as q lists them.
 * {@link Snapshot#keyOrder} creates it. Immutable; any thread may read it.
 */
public final class KeyOrder {
    private final Schema schema;
    private final Flip[] stored; // the rows of each segment
    private final int segmentRows;
    private final int[] rows; // by key number; counted from the first segment's first row

    /** @param stored the rows of each segment, oldest first */
    KeyOrder(Schema schema, Segment[] segments, Flip[] stored, int segmentRows, long nextOffset, int keys) {
        this.schema = schema;
        this.stored = stored;
        this.segmentRows = segmentRows;
        this.rows = new int[keys];
        for (int segment = 0; segment < segments.length; segment++) {
            int[] numbers = segments[segment].keyNumbers();
            for (int row = 0; row < stored[segment].size(); row++) {
                if (segments[segment].isLive(row, nextOffset)) {
                    rows[numbers[row]] = segment * segmentRows + row;
                }
            }
        }
    }

    /** Returns the number of keys. */
    public int size() {
        return rows.length;
    }

    /** Returns whether the keys came in the order of their last rows. */
    public boolean isOrderOfRows() {
        for (int key = 1; key < rows.length; key++) {
            if (rows[key] < rows[key - 1]) {
                return false;
            }
        }
        return true;
    }

    /**
     * Returns a copy of the rows of some keys.
     *
     * @param from number of the first key; 0 for the key that came first
     */
    public Flip rows(int from, int count) {
        List<QVector> columns = new ArrayList<>();
        for (int column = 0; column < schema.width(); column++) {
            columns.add(column(column, from, count));
        }
        return new Flip(schema.columns(), columns);
    }

    /** Returns one column of {@link #rows}. Neighbouring rows are copied together. */
    public QVector column(int column, int from, int count) {
        VectorBuilder items = new VectorBuilder(schema.types().get(column), count);
        int end = from + count;
        for (int key = from; key < end; ) {
            int row = rows[key] % segmentRows;
            int next = key + 1;
            while (next < end && rows[next] == rows[next - 1] + 1 && rows[next] % segmentRows > row) {
                next++;
            }
            items.append(stored[rows[key] / segmentRows].column(column).slice(row, next - key));
            key = next;
        }
        return items.build();
    }

    /**
     * Numbers the keys of a copy, in the order in which they came to the original table.
     *
     * @param segments of the original
     * @param leftOut sources whose rows the copy leaves out
     * @param keys number of keys of the original
     * @return the new key numbers, in the order in which their rows were copied
     */
    static int[] numbersInCopy(Segment[] segments, IntPredicate leftOut, long nextOffset, int keys) {
        int[] copied = new int[keys]; // numbers in the original, in the order of the copy's rows
        int[] numbers = new int[keys];
        int count = 0;
        for (Segment segment : segments) {
            SourceRuns runs = segment.sources();
            for (int run = 0; run < runs.count(); run++) {
                for (int row = runs.start(run); row < runs.end(run) && !leftOut.test(runs.source(run)); row++) {
                    if (segment.isLive(row, nextOffset)) {
                        copied[count] = segment.keyNumbers()[row];
                        numbers[copied[count++]] = 1;
                    }
                }
            }
        }
        for (int key = 1; key < keys; key++) {
            numbers[key] += numbers[key - 1];
        }
        int[] inCopy = new int[count];
        Arrays.setAll(inCopy, row -> numbers[copied[row]] - 1);
        return inCopy;
    }
}
