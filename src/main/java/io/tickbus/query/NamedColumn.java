package io.tickbus.query;

/**
 * A column of a query's result.
 *
 * @param name the name that the query gives it, else q's default name
 */
record NamedColumn(String name, Expression expression) {}
