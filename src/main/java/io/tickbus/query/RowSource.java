package io.tickbus.query;

import io.tickbus.query.Expression.Applied;
import io.tickbus.query.Expression.Column;

/**
 * The rows for which {@link Evaluation} evaluates an expression: a {@link Chunk} of the table, or one row for each
 * group.
 */
interface RowSource {
    int size();

    /** Returns the items of a column in these rows. */
    Operand column(Column column) throws QueryException;

    /**
     * Returns the result of an aggregate that was computed earlier.
     *
     * @throws QueryException with {@code nyi} if the aggregate has no result
     */
    Operand aggregate(Applied aggregate) throws QueryException;
}
