package io.tickbus.tickerplant;

import io.tickbus.publish.PublishedTable;
import io.tickbus.q.Atom;
import io.tickbus.q.Flip;
import io.tickbus.q.GeneralList;
import io.tickbus.q.IntVector;
import io.tickbus.q.LongVector;
import io.tickbus.q.QType;
import io.tickbus.q.Schema;
import io.tickbus.q.Value;
import io.tickbus.q.Vector;
import io.tickbus.server.QError;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What a feed sends, checked against its table and with the time put in front where it was left out.
 *
 * @param table the rows to publish
 * @param logged what kdb+tick writes to its log: the same in the shape in which it came
 */
record Rows(Flip table, Value logged) {
    private static final String TIME_COLUMN = "time";
    private static final LocalDateTime EPOCH = Tickerplant.EPOCH.atStartOfDay();

    /**
     * Takes one row (a list of atoms, or the vector that q makes of them when all are of one type), a list of columns, or a
     * table.
     *
     * @param now local time, as kdb+tick takes it
     * @throws QError {@code length}, {@code type} or {@code mismatch}, with the reason
     */
    static Rows of(PublishedTable target, Value sent, LocalDateTime now) {
        if (sent instanceof Flip table) {
            return ofTable(target, table, now);
        }
        if (!(sent instanceof Vector list) || list.size() == 0) {
            throw QError.type("neither a row, nor columns, nor a table for " + target.name());
        }
        boolean isRow = list.valueAt(0) instanceof Atom;
        List<Value> items = new ArrayList<>();
        List<Vector> columns = new ArrayList<>();
        for (int i = 0; i < list.size(); i++) {
            Value item = list.valueAt(i);
            items.add(item);
            columns.add(column(target, item, isRow));
        }
        if (isTimeMissing(target.schema(), columns.size())) {
            Vector time = time(target.schema(), now, columns.get(0).size());
            columns.add(0, time);
            items.add(0, isRow ? time.valueAt(0) : time);
        }
        Schema schema = target.schema();
        if (columns.size() != schema.width()) {
            throw new QError("length: " + columns.size() + " columns for " + target.name() + ", " + schema.width()
                    + " expected");
        }
        requireTypes(target, columns);
        return new Rows(new Flip(schema.columns(), columns), new GeneralList(items.toArray(Value[]::new)));
    }

    private static Vector column(PublishedTable target, Value item, boolean isRow) {
        if (isRow && item instanceof Atom atom) {
            return atom.item();
        }
        if (!isRow && item instanceof Vector vector) {
            return vector;
        }
        throw QError.type("atoms and lists mixed for " + target.name());
    }

    private static Rows ofTable(PublishedTable target, Flip sent, LocalDateTime now) {
        Schema schema = target.schema();
        Flip table = sent;
        if (isTimeMissing(schema, sent.columns().size())
                && sent.names().equals(schema.columns().subList(1, schema.width()))) {
            List<Vector> columns = new ArrayList<>(sent.columns());
            columns.add(0, time(schema, now, sent.size()));
            table = new Flip(schema.columns(), columns);
        }
        if (!table.names().equals(schema.columns())) {
            throw new QError("mismatch: columns " + table.names() + " for " + target.name() + ", " + schema.columns()
                    + " expected");
        }
        requireTypes(target, table.columns());
        return new Rows(table, table);
    }

    private static void requireTypes(PublishedTable target, List<Vector> columns) {
        String mismatch = target.schema().mismatch(columns);
        if (mismatch != null) {
            throw QError.type(target.name() + ": " + mismatch);
        }
        for (Vector column : columns) {
            if (column.size() != columns.get(0).size()) {
                throw new QError("length: columns of " + columns.get(0).size() + " and " + column.size() + " rows for "
                        + target.name());
            }
        }
    }

    private static boolean isTimeMissing(Schema schema, int columns) {
        QType type = schema.types().get(0);
        return columns == schema.width() - 1
                && schema.columns().get(0).equals(TIME_COLUMN)
                && (type == QType.TIMESPAN || type == QType.TIMESTAMP || type == QType.TIME);
    }

    private static Vector time(Schema schema, LocalDateTime now, int rows) {
        QType type = schema.types().get(0);
        long sinceMidnight = now.toLocalTime().toNanoOfDay();
        if (type == QType.TIME) {
            int[] times = new int[rows];
            Arrays.fill(times, (int) (sinceMidnight / 1_000_000));
            return new IntVector(type, times);
        }
        long[] times = new long[rows];
        Arrays.fill(times, type == QType.TIMESPAN ? sinceMidnight : EPOCH.until(now, ChronoUnit.NANOS));
        return new LongVector(type, times);
    }
}
