package io.tickbus.query;

import io.tickbus.query.Expression.Applied;
import io.tickbus.query.Expression.Column;

/**
 * The rows for which {@link Evaluation} evaluates an expression. They are a {@link Chunk} of the table, or one row for
 * each group.
 */
interface RowSource {
    /** Returns the number of rows. */
    int size();

    /** Returns a column's items in these rows. */
    Operand column(Column column) throws QueryException;

    /**
     * Returns the result of an aggregate that was computed earlier.
     *
     * @throws QueryException with {@code nyi} if there is no result of the aggregate
     */
    Operand aggregate(Applied aggregate) throws QueryException;
}
