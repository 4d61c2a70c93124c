package io.tickbus.server;

import io.tickbus.q.Atom;
import io.tickbus.q.Flip;
import io.tickbus.q.GeneralList;
import io.tickbus.q.IntVector;
import io.tickbus.q.LongVector;
import io.tickbus.q.QDate;
import io.tickbus.q.QType;
import io.tickbus.q.QVector;
import io.tickbus.q.Schema;
import io.tickbus.q.Value;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The rows of one {@code upd} from a feed, after a check against the table's schema. If the first column {@code time}
 * is missing, it is added. The gateway and the embedded tickerplant use this class. Immutable.
 *
 * @param table the rows to publish
 * @param logged the value for a tickerplant's log: a row, a list of columns or a table, in the form that the feed
 *     used
 */
public record UpdRows(Flip table, Value logged) {
    private static final String TIME_COLUMN = "time";
    private static final LocalDateTime EPOCH = QDate.EPOCH.atStartOfDay();

    /**
     * Checks the rows of an {@code upd}. A feed may send one row, a list of columns, or a table. One row is a list that
     * begins with an atom. If all items of a row have one type, q sends the row as a vector.
     *
     * @param name the table's name, for error messages
     * @param schema the table's columns
     * @param sent the value that the feed sent
     * @param now the local time for rows without a time, as in kdb+tick
     * @throws QError {@code length}, {@code type} or {@code mismatch}, with the reason
     */
    public static UpdRows of(String name, Schema schema, Value sent, LocalDateTime now) {
        if (sent instanceof Flip table) {
            return ofTable(name, schema, table, now);
        }
        if (!(sent instanceof QVector list) || list.size() == 0) {
            throw QError.type("neither a row, nor columns, nor a table for " + name);
        }
        boolean isRow = list.valueAt(0) instanceof Atom;
        int missing = isTimeMissing(schema, list.size()) ? 1 : 0;
        // Checks the size before the items, because the list can have millions of items.
        if (missing + list.size() != schema.width()) {
            throw new QError("length: " + (missing + list.size()) + " columns for " + name + ", " + schema.width()
                    + " expected");
        }
        List<Value> items = new ArrayList<>();
        List<QVector> columns = new ArrayList<>();
        for (int i = 0; i < list.size(); i++) {
            Value item = list.valueAt(i);
            items.add(item);
            boolean takesAll =
                    isRow && i + missing < schema.width() && schema.types().get(i + missing) == QType.LIST;
            columns.add(takesAll ? new GeneralList(item) : column(name, item, isRow));
        }
        if (missing > 0) {
            QVector time = time(schema, now, columns.get(0).size());
            columns.add(0, time);
            items.add(0, isRow ? time.valueAt(0) : time);
        }
        requireTypes(name, schema, columns);
        return new UpdRows(new Flip(schema.columns(), columns), new GeneralList(items.toArray(Value[]::new)));
    }

    private static QVector column(String name, Value item, boolean isRow) {
        if (isRow && item instanceof Atom atom) {
            return atom.item();
        }
        if (!isRow && item instanceof QVector vector) {
            return vector;
        }
        throw QError.type("atoms and lists mixed for " + name);
    }

    private static UpdRows ofTable(String name, Schema schema, Flip sent, LocalDateTime now) {
        Flip table = sent;
        if (isTimeMissing(schema, sent.columns().size())
                && sent.names().equals(schema.columns().subList(1, schema.width()))) {
            List<QVector> columns = new ArrayList<>(sent.columns());
            columns.add(0, time(schema, now, sent.size()));
            table = new Flip(schema.columns(), columns);
        }
        if (!table.names().equals(schema.columns())) {
            throw new QError(
                    "mismatch: columns " + table.names() + " for " + name + ", " + schema.columns() + " expected");
        }
        requireTypes(name, schema, table.columns());
        return new UpdRows(table, table);
    }

    private static void requireTypes(String name, Schema schema, List<QVector> columns) {
        String mismatch = schema.mismatch(columns);
        if (mismatch != null) {
            throw QError.type(name + ": " + mismatch);
        }
        for (QVector column : columns) {
            if (column.size() != columns.get(0).size()) {
                throw new QError(
                        "length: columns of " + columns.get(0).size() + " and " + column.size() + " rows for " + name);
            }
        }
    }

    private static boolean isTimeMissing(Schema schema, int columns) {
        QType type = schema.types().get(0);
        return columns == schema.width() - 1
                && schema.columns().get(0).equals(TIME_COLUMN)
                && (type == QType.TIMESPAN || type == QType.TIMESTAMP || type == QType.TIME);
    }

    private static QVector time(Schema schema, LocalDateTime now, int rows) {
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
