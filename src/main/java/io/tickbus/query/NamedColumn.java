package io.tickbus.query;

/**
 * A column of a query's result.
 *
 * @param name the column's name in the query, or q's default name if the query has no name for it
 */
record NamedColumn(String name, Expression expression) {}
