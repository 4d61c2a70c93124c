/**
 * Public API. Converts rows to Java records, and back.
 *
 * <p>{@link io.tickbus.record.RecordMapping} reads the rows of a {@link io.tickbus.q.Flip} as records, and writes
 * records as rows. {@link io.tickbus.record.RowCursor} reads columns by name, without records. Both use these
 * conversions:
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
 * <tr><td>symbol</td><td>String (shared, see {@link io.tickbus.q.Symbols}), an enum by the names of its
 *     constants</td></tr>
 * <tr><td>guid</td><td>UUID</td></tr>
 * <tr><td>timestamp, datetime</td><td>Instant (as UTC), LocalDateTime</td></tr>
 * <tr><td>date</td><td>LocalDate</td></tr>
 * <tr><td>month</td><td>YearMonth</td></tr>
 * <tr><td>timespan, time, second, minute</td><td>LocalTime (midnight to midnight), Duration; with a
 *     {@link io.tickbus.record.TradingDay} Instant and LocalDateTime</td></tr>
 * <tr><td>list (a column of general type)</td><td>{@code List<X>}, an array of a primitive, String, or any type above.
 *     The type of each item is checked row by row.</td></tr>
 * <tr><td>any type</td><td>{@link io.tickbus.q.Value}, without a conversion</td></tr>
 * </table>
 *
 * <p>In place of a primitive, its box or its {@code OptionalInt}, {@code OptionalLong} or {@code OptionalDouble} also
 * fits. In place of any other type X, {@code Optional<X>} also fits.
 *
 * <ul>
 *   <li>q's null becomes null, or an empty optional. A double or a float becomes NaN, and a char becomes a space. Other
 *       primitives cannot hold a null, so reading fails. The null of a symbol is the empty symbol. Booleans and bytes
 *       have no null.
 *   <li>In a general column, an empty list or text becomes an empty list or text, or an empty optional.
 *   <li>An infinity becomes the largest or smallest value of the Java type, such as {@code Instant.MAX}. For whole
 *       numbers, {@code -0W} becomes the negated largest value, such as {@code -Long.MAX_VALUE}. A LocalTime cannot
 *       hold an infinity, so reading fails.
 *   <li>A written value is equal when it is read again, or else writing fails. There are two exceptions. A value that
 *       means null in q is read as null: NaN, the empty symbol and the zero guid. A double in a column of reals becomes
 *       the nearest real.
 *   <li>Inside lists and in general columns, the column does not give the written type. Then a text becomes a q string,
 *       an Instant or a LocalDateTime a timestamp, a LocalTime or a Duration a timespan, and an enum in a list a
 *       symbol. Any other type becomes the q type of equal size. For example, a double becomes a float.
 * </ul>
 */
@NullMarked
package io.tickbus.record;

import org.jspecify.annotations.NullMarked;
