/**
 * Internal. Holds tables as logs in memory: segments of typed columns, offsets, keys and snapshots. The store owns the
 * tables; queries read their snapshots.
 *
 * <p>A row is appended to a {@link io.tickbus.table.Table}, whose {@code Segments} give it an offset. In a keyed table
 * a {@code KeyIndex} finds the key's former row, which is then superseded. {@link io.tickbus.table.Snapshot} and
 * {@link io.tickbus.table.KeyOrder} read a table at one moment, on any thread; all else belongs to the one thread that
 * writes. Knows nothing of Vert.x; may import {@code q}.
 */
@NullMarked
package io.tickbus.table;

import org.jspecify.annotations.NullMarked;
