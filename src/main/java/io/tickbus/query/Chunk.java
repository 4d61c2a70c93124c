package io.tickbus.query;

import io.tickbus.q.ByteVector;
import io.tickbus.q.LongVector;
import io.tickbus.q.QType;
import io.tickbus.q.QVector;
import io.tickbus.query.Expression.Applied;
import io.tickbus.query.Expression.Column;
import java.util.IdentityHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Consecutive rows of a table, at most {@link Scan#CHUNK_ROWS_MAX}. {@link Scan} creates it. A chunk can be reduced to
 * the rows that meet the conditions. A reduced chunk copies a column when an expression uses the column. Belongs to the
 * thread that evaluates the query.
 */
final class Chunk implements RowSource {
    private final StoredRows stored;
    private final int from;
    private final long firstRow;
    private final int @Nullable [] picked;
    private final int size;
    private final @Nullable QVector[] columns;
    private final IdentityHashMap<Applied, Operand> aggregates;

    /**
     * @param stored rows of the table that include the rows of this chunk
     * @param from the index of the chunk's first row in {@code stored}
     * @param firstRow the number of the chunk's first row in the table, without deleted and superseded rows
     * @param picked indices of the rows that met the conditions, in rising order and relative to {@code from}; null if
     *     all rows met the conditions
     * @param size the number of rows that met the conditions
     * @param aggregates results of aggregates that earlier scans computed; the key is the expression object
     */
    Chunk(
            StoredRows stored,
            int from,
            long firstRow,
            int @Nullable [] picked,
            int size,
            IdentityHashMap<Applied, Operand> aggregates) {
        this.stored = stored;
        this.from = from;
        this.firstRow = firstRow;
        this.picked = picked;
        this.size = size;
        this.columns = new @Nullable QVector[stored.names().size()];
        this.aggregates = aggregates;
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public Operand column(Column column) throws QueryException {
        int index = stored.names().indexOf(column.name());
        if (index < 0) {
            return Operand.of(rowNumbers());
        }
        QVector items = columns[index];
        if (items == null) {
            QVector all = stored.column(index);
            items = picked == null ? all.slice(from, size) : ItemPicker.pick(all, from, picked, size);
            columns[index] = items;
        }
        return Operand.of(items);
    }

    @Override
    public Operand aggregate(Applied aggregate) throws QueryException {
        Operand operand = aggregates.get(aggregate);
        if (operand == null) {
            throw QueryException.nyi(aggregate.at(), "an aggregate within an expression of rows");
        }
        return operand;
    }

    private QVector rowNumbers() {
        long[] numbers = new long[size];
        for (int i = 0; i < size; i++) {
            numbers[i] = firstRow + (picked == null ? i : picked[i]);
        }
        return new LongVector(QType.LONG, numbers);
    }

    /**
     * Returns the rows that meet a condition.
     *
     * @param condition an atom, or an item for each row of this chunk
     * @param at the condition's position in the query's text, from 1
     * @throws QueryException with q's {@code type} if the condition is not boolean
     */
    Chunk where(Operand condition, int at) throws QueryException {
        if (condition.type() != QType.BOOLEAN) {
            throw QueryException.type(at, "a condition gives " + condition.type() + ", not booleans");
        }
        ByteVector flags = (ByteVector) condition.spread(size, at);
        byte[] array = flags.array();
        int firstFlag = flags.offset();
        int[] rows = new int[size];
        int count = 0;
        for (int i = 0; i < size; i++) {
            rows[count] = picked == null ? i : picked[i];
            count += array[firstFlag + i];
        }
        return count == size ? this : new Chunk(stored, from, firstRow, rows, count, aggregates);
    }
}
