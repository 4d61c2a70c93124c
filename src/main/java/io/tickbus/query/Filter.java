package io.tickbus.query;

import io.tickbus.q.Flip;
import io.tickbus.q.QVector;
import io.tickbus.q.Schema;
import io.tickbus.table.Snapshot;
import java.util.Arrays;

/**
 * A condition that some columns of a row equal fixed values. The owner of the tables uses it for {@code where} in
 * requests. Values match as in q's {@code ~}. A null matches a null, and 0.0 matches -0.0. In a keyed table, only the
 * last row of each key can match. Immutable and thread-safe.
 */
public final class Filter {
    private static final int OFFSETS_MIN = 64;

    private final int[] columns;
    private final QVector[] values;

    /**
     * @param schema the schema of the tables to search
     * @param values one row with some of the schema's columns
     * @throws IllegalArgumentException if {@code values} is not one row, or if the schema lacks one of its columns
     */
    public Filter(Schema schema, Flip values) {
        if (values.size() != 1) {
            throw new IllegalArgumentException(values.size() + " rows of values, 1 expected");
        }
        this.values = values.columns().toArray(new QVector[0]);
        this.columns = new int[this.values.length];
        for (int i = 0; i < columns.length; i++) {
            String name = values.names().get(i);
            columns[i] = schema.columns().indexOf(name);
            if (columns[i] < 0 || schema.types().get(columns[i]) != this.values[i].type()) {
                throw new IllegalArgumentException("no column " + name + ":" + this.values[i].type() + " in " + schema);
            }
        }
    }

    /** Returns the number of rows that match. Reads the whole table. */
    public long count(Snapshot table) {
        long count = 0;
        for (long offset = table.firstOffset(); offset < table.nextOffset(); ) {
            long end = table.runEnd(offset, Integer.MAX_VALUE);
            QVector[] run = run(table, offset, end);
            int size = (int) (end - offset);
            for (int row = 0; row < size; row++) {
                count += matches(run, row) && table.isLive(offset + row) ? 1 : 0;
            }
            offset = end;
        }
        return count;
    }

    /**
     * Returns the first rows that match. The search stops when it has found enough rows. A keyed table is always read
     * completely.
     *
     * @param rowsMax the maximum number of rows to return
     */
    public Selection first(Snapshot table, int rowsMax) {
        if (table.schema().keys() > 0) {
            return ofKeys(table, rowsMax, false);
        }
        long[] found = new long[Math.min(rowsMax, OFFSETS_MIN)];
        int count = 0;
        for (long offset = table.firstOffset(); offset < table.nextOffset() && count < rowsMax; ) {
            long end = table.runEnd(offset, Integer.MAX_VALUE);
            QVector[] run = run(table, offset, end);
            int size = (int) (end - offset);
            for (int row = 0; row < size && count < rowsMax; row++) {
                if (matches(run, row)) {
                    found = withRoom(found, count);
                    found[count++] = offset + row;
                }
            }
            offset = end;
        }
        long next = count == rowsMax ? found[count - 1] + 1 : table.nextOffset();
        return new Selection(table.firstOffset(), next, table.rowsAt(found, count));
    }

    /**
     * Returns the last rows that match. The search starts at the end and stops when it has found enough rows. A keyed
     * table is always read completely.
     *
     * @param rowsMax the maximum number of rows to return
     */
    public Selection last(Snapshot table, int rowsMax) {
        if (table.schema().keys() > 0) {
            return ofKeys(table, rowsMax, true);
        }
        long[] found = new long[Math.min(rowsMax, OFFSETS_MIN)];
        int count = 0;
        for (long end = table.nextOffset(); end > table.firstOffset() && count < rowsMax; ) {
            long start = table.runStart(end);
            QVector[] run = run(table, start, end);
            for (int row = (int) (end - start) - 1; row >= 0 && count < rowsMax; row--) {
                if (matches(run, row)) {
                    found = withRoom(found, count);
                    found[count++] = start + row;
                }
            }
            end = start;
        }
        long offset = count == rowsMax ? found[count - 1] : table.firstOffset();
        return new Selection(offset, table.nextOffset(), table.rowsAt(reversed(found, count), count));
    }

    /**
     * Returns the first or the last matching rows of a keyed table. The keys are in the order of their first arrival.
     */
    private Selection ofKeys(Snapshot table, int rowsMax, boolean last) {
        long[] found = new long[OFFSETS_MIN];
        int count = 0;
        for (long offset = table.firstOffset(); offset < table.nextOffset(); ) {
            long end = table.runEnd(offset, Integer.MAX_VALUE);
            QVector[] run = run(table, offset, end);
            int size = (int) (end - offset);
            for (int row = 0; row < size; row++) {
                if (matches(run, row) && table.isLive(offset + row)) {
                    found = withRoom(found, count);
                    found[count++] = offset + row;
                }
            }
            offset = end;
        }
        table.sortByKey(found, count);
        int rows = Math.min(rowsMax, count);
        long[] selected = last ? Arrays.copyOfRange(found, count - rows, count) : found;
        return Selection.ofKeys(table, table.rowsAt(selected, rows), last || rows == count);
    }

    /** Returns the columns of the condition, for the rows from {@code offset} to {@code end} of one segment. */
    private QVector[] run(Snapshot table, long offset, long end) {
        Flip stored = table.stored(offset, end);
        QVector[] run = new QVector[columns.length];
        for (int i = 0; i < run.length; i++) {
            run[i] = stored.column(columns[i]);
        }
        return run;
    }

    private boolean matches(QVector[] run, int row) {
        for (int i = 0; i < run.length; i++) {
            if (!run[i].matches(row, values[i], 0)) {
                return false;
            }
        }
        return true;
    }

    private static long[] withRoom(long[] offsets, int count) {
        return count < offsets.length ? offsets : Arrays.copyOf(offsets, 2 * count);
    }

    private static long[] reversed(long[] offsets, int count) {
        long[] reversed = new long[count];
        for (int i = 0; i < count; i++) {
            reversed[i] = offsets[count - 1 - i];
        }
        return reversed;
    }
}
