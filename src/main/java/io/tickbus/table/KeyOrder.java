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
 * The last row of each key in a {@link Snapshot}, for queries on keyed tables. The rows are in the order in which their
 * keys first appeared, as in q. Immutable.
 */
public final class KeyOrder {
    private final Schema schema;
    private final Flip[] stored; // The rows of each segment
    private final int segmentRows;
    private final int[] rows; // For each key number, the index of the key's last row in the snapshot

    /** @param stored the rows of each segment, oldest segment first */
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

    public int size() {
        return rows.length;
    }

    /** Returns whether the table stores the last rows of the keys in the order of the keys. */
    public boolean isOrderOfRows() {
        for (int key = 1; key < rows.length; key++) {
            if (rows[key] < rows[key - 1]) {
                return false;
            }
        }
        return true;
    }

    /**
     * Returns a copy of the rows of consecutive keys.
     *
     * @param from the number of the first key; key 0 appeared first
     * @param count the number of keys
     */
    public Flip rows(int from, int count) {
        List<QVector> columns = new ArrayList<>();
        for (int column = 0; column < schema.width(); column++) {
            columns.add(column(column, from, count));
        }
        return new Flip(schema.columns(), columns);
    }

    /**
     * Returns a copy of one column of the rows of consecutive keys. Rows that are adjacent in the table are copied in
     * one step.
     *
     * @param column the index of the column
     * @param from the number of the first key
     * @param count the number of keys
     */
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
     * Returns new key numbers for the rows of a copied table. The keys keep their order from the original table.
     *
     * @param segments the segments of the original table
     * @param leftOut the sources whose rows are not copied
     * @param keys the number of keys of the original table
     * @return the new key numbers, in the order in which the rows were copied
     */
    static int[] numbersInCopy(Segment[] segments, IntPredicate leftOut, long nextOffset, int keys) {
        int[] copied = new int[keys]; // Key numbers in the original table, in the order of the copied rows
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
