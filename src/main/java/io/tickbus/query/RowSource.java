package io.tickbus.query;

import io.tickbus.query.Expression.Applied;
import io.tickbus.query.Expression.Column;

/** What an expression is evaluated over: some rows of the table, or a row for each group. */
interface RowSource {
    /** How many. */
    int size();

    /** The items of a column of the table. */
    Operand column(Column column) throws QueryException;

    /** What an aggregate gave. */
    Operand aggregate(Applied aggregate) throws QueryException;
}
