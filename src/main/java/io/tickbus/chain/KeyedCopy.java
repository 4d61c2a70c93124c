package io.tickbus.chain;

import io.tickbus.q.Flip;
import io.tickbus.q.IntVector;
import io.tickbus.q.QType;
import io.tickbus.q.QVector;
import io.tickbus.q.Schema;
import io.tickbus.q.VectorBuilder;
import io.tickbus.table.KeyOrder;
import io.tickbus.table.Table;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The last published row of each key of a keyed table. {@link ChainedTable} answers subscriptions from this copy.
 *
 * <p>Rows arrive in the order in which their keys last changed. The copy returns the rows in the order in which the
 * owner first received their keys. The owner numbers the keys in this order. Belongs to the event loop of the chained
 * tickerplant.
 */
final class KeyedCopy {
    private static final int SEGMENT_ROWS = 1 << 14;

    private final Schema schema;
    private Table table;

    /** @param schema the table's schema, with at least one key column */
    KeyedCopy(Schema schema) {
        this.schema = schema;
        this.table = new Table(hasNumbers() ? numbered() : schema, SEGMENT_ROWS, 0);
    }

    /**
     * Returns whether the table has room for one more column, which stores the key numbers. Without this column, the
     * copy returns the rows in the order in which it first received their keys.
     */
    private boolean hasNumbers() {
        return schema.width() < Schema.COLUMNS_MAX;
    }

    private Schema numbered() {
        String name = "keyNumber";
        while (schema.columns().contains(name)) {
            name += "_";
        }
        List<String> columns = new ArrayList<>(schema.columns());
        columns.add(name);
        List<QType> types = new ArrayList<>(schema.types());
        types.add(QType.INT);
        return new Schema(columns, types, schema.keys());
    }

    /**
     * Inserts rows, or replaces the rows with equal keys.
     *
     * @param rows rows with the schema's columns
     * @param keyNumbers the owner's number of each row's key
     */
    void append(Flip rows, QVector keyNumbers) {
        List<QVector> columns = new ArrayList<>(rows.columns());
        if (hasNumbers()) {
            columns.add(keyNumbers);
        }
        table.append(new Flip(table.schema().columns(), columns));
    }

    /** Returns the last row of each key, in the order in which the owner first received the keys. */
    Flip rows() {
        KeyOrder keys = table.snapshot().keyOrder();
        Flip stored = keys.rows(0, keys.size());
        List<QVector> columns = stored.columns().subList(0, schema.width());
        if (hasNumbers()) {
            columns = inOrder(columns, (IntVector) stored.column(schema.width()));
        }
        return new Flip(schema.columns(), columns);
    }

    private static List<QVector> inOrder(List<QVector> columns, IntVector numbers) {
        // Each item has the key number in its upper half and the row number in its lower half. Sorting the items sorts
        // the rows by key number.
        long[] order = new long[numbers.size()];
        boolean isSorted = true;
        for (int row = 0; row < order.length; row++) {
            order[row] = (long) numbers.at(row) << Integer.SIZE | row;
            isSorted &= row == 0 || order[row] > order[row - 1];
        }
        if (isSorted) {
            return columns;
        }
        Arrays.sort(order);
        return columns.stream().map(column -> inOrder(column, order)).toList();
    }

    private static QVector inOrder(QVector column, long[] order) {
        VectorBuilder items = new VectorBuilder(column.type(), order.length);
        for (int i = 0; i < order.length; ) {
            int first = (int) order[i];
            int count = 1;
            while (i + count < order.length && (int) order[i + count] == first + count) {
                count++;
            }
            items.append(column.slice(first, count));
            i += count;
        }
        return items.build();
    }

    void clear() {
        table = table.emptyFrom(0);
    }
}
