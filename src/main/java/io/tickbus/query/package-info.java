/**
 * Questions about rows, answered from a {@link io.tickbus.table.Snapshot} on any thread. May import {@code table} and
 * {@code q}.
 */
@NullMarked
package io.tickbus.query;

import org.jspecify.annotations.NullMarked;
