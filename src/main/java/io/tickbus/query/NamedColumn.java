package io.tickbus.query;

/**
 * A column of the result.
 *
 * @param name as the text gives it, or as q makes one up
 */
record NamedColumn(String name, Expression expression) {}
