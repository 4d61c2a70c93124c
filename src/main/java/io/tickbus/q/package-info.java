/**
 * Public API. q's values: types, vectors over primitive arrays, tables, dictionaries and symbols, and the text of each
 * value.
 *
 * <p>Start with {@link io.tickbus.q.QType}, which lists all types, and {@link io.tickbus.q.Value}, which every value
 * implements. A {@link io.tickbus.q.VectorBuilder} makes vectors. A {@link io.tickbus.q.Schema} checks that a
 * {@link io.tickbus.q.Flip} has the columns of a table. {@link io.tickbus.q.ConsoleText} prints any value as q does.
 * {@link io.tickbus.q.Symbols} holds the symbols of the process. {@link io.tickbus.q.DayRule} decides whether a
 * reported end of day is plausible.
 *
 * <p>The internal package {@code io.tickbus.q.wire} reads and writes messages.
 */
@NullMarked
package io.tickbus.q;

import org.jspecify.annotations.NullMarked;
