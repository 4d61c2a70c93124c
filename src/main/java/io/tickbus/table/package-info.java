/**
 * Internal. Keeps tables in memory, each as an ordered log of rows. The {@code store} package writes the tables, and
 * queries read snapshots of them.
 *
 * <p>A {@link io.tickbus.table.Table} stores its rows in {@code Segments}. Each row has an offset. In a keyed table, a
 * new row supersedes the former row of its key. A {@code KeyIndex} finds the former row.
 *
 * <p>{@link io.tickbus.table.Snapshot} and {@link io.tickbus.table.KeyOrder} are views of a table at one moment, and
 * any thread can read them. One thread writes a table: the owner's thread. Only this thread uses the other classes.
 *
 * <p>This package does not use Vert.x. It may import {@code q}.
 */
@NullMarked
package io.tickbus.table;

import org.jspecify.annotations.NullMarked;
