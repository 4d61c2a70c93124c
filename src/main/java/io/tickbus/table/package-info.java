/**
 * Internal. Holds tables in memory as logs of rows. The store owns the tables, and queries read snapshots of them.
 *
 * <p>A row is appended to a {@link io.tickbus.table.Table}, whose {@code Segments} give it an offset. In a keyed table,
 * a {@code KeyIndex} finds the former row of the key, which is then superseded. {@link io.tickbus.table.Snapshot} and
 * {@link io.tickbus.table.KeyOrder} show a table at one moment, and any thread may read them. Only the thread that
 * writes the table may use the other classes. Does not use Vert.x. May import {@code q}.
 */
@NullMarked
package io.tickbus.table;

import org.jspecify.annotations.NullMarked;
