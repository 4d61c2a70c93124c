/**
 * Tables as logs: segments of columns, offsets, keys, snapshots. One thread writes; snapshots are read anywhere. Knows nothing
 * of Vert.x; may import {@code q}.
 *
 * <p>Start at {@link io.tickbus.table.Table}.
 */
@NullMarked
package io.tickbus.table;

import org.jspecify.annotations.NullMarked;
