/**
 * Public API. The messages of the event bus. {@link io.tickbus.event.Addresses} lists where they go.
 *
 * <p>An application sends rows as a {@link io.tickbus.event.Batch} or as JSON ({@link io.tickbus.event.RowsJson}), and gets an
 * {@link io.tickbus.event.AppendReply}. It reads {@link io.tickbus.event.Rows} or a {@link io.tickbus.event.QueryResult}.
 * Refused requests carry a {@link io.tickbus.event.Failure}. {@link io.tickbus.event.QCodec} carries the records between nodes.
 *
 * <p>May import {@code q}.
 */
@NullMarked
package io.tickbus.event;

import org.jspecify.annotations.NullMarked;
