/**
 * Public API. Rows as records of Java, and back.
 *
 * <p>{@link io.tickbus.record.RecordMapping} reads the rows of a {@link io.tickbus.q.Flip} as records, and writes records as
 * rows. {@link io.tickbus.record.RowCursor} reads columns by name, without records. Both use these conversions:
 *
 * <table>
 * <caption>Which Java types fit a q type</caption>
 * <tr><th>q</th><th>Java</th></tr>
 * <tr><td>boolean</td><td>boolean</td></tr>
 * <tr><td>byte</td><td>byte (its eight bits); short, int, long (0 to 255)</td></tr>
 * <tr><td>short</td><td>short, int, long</td></tr>
 * <tr><td>int</td><td>int, long</td></tr>
 * <tr><td>long</td><td>long</td></tr>
 * <tr><td>real</td><td>float, double</td></tr>
 * <tr><td>float</td><td>double</td></tr>
 * <tr><td>char</td><td>char (the byte as ISO 8859-1), String</td></tr>
 * <tr><td>symbol</td><td>String (shared, see {@link io.tickbus.q.Symbols}), an enum by the names of its constants</td></tr>
 * <tr><td>guid</td><td>UUID</td></tr>
 * <tr><td>timestamp, datetime</td><td>Instant (as UTC), LocalDateTime</td></tr>
 * <tr><td>date</td><td>LocalDate</td></tr>
 * <tr><td>month</td><td>YearMonth</td></tr>
 * <tr><td>timespan, time, second, minute</td><td>LocalTime (midnight to midnight), Duration; with a
 *     {@link io.tickbus.record.TradingDay} Instant and LocalDateTime</td></tr>
 * <tr><td>list (a column of general type)</td><td>{@code List<X>}, an array of a primitive, String, or any type above. The type of
 *     each item is checked row by row.</td></tr>
 * <tr><td>any type</td><td>{@link io.tickbus.q.Value}, without a conversion</td></tr>
 * </table>
 *
 * <p>A primitive may also be its box or its {@code OptionalInt}, {@code OptionalLong} or {@code OptionalDouble}. Any other type X
 * may be an {@code Optional<X>}.
 *
 * <ul>
 *   <li>A null is null, or empty for an optional. A double or a float is NaN, and a char is a space. Another primitive cannot hold
 *       a null, and reading fails. q's null of a symbol is the empty symbol. A boolean and a byte have no null.
 *   <li>An empty list or text in a general column is an empty list or text, or an empty optional.
 *   <li>An infinity is the largest or smallest value of the Java type, such as {@code Instant.MAX}: it is later than any other.
 *       {@code -0W} is {@code -Long.MAX_VALUE}. A LocalTime has no such value, and reading fails.
 *   <li>A written value is read again as an equal value, or writing fails. There are two exceptions: a value that q has as its
 *       null becomes null (NaN, the empty symbol, the zero guid), and a double becomes the nearest real.
 *   <li>Where the column does not give a type, inside lists and in general columns, a text is written as a q string, an Instant
 *       and a LocalDateTime as a timestamp, a LocalTime and a Duration as a timespan, an enum in a list as a symbol, and any other
 *       type as the q type of equal size, such as a double as a float.
 * </ul>
 *
 * <p>This package may import {@code q}.
 */
@NullMarked
package io.tickbus.record;

import org.jspecify.annotations.NullMarked;
