/**
 * Public API. The messages on the event bus. {@link io.tickbus.event.Addresses} lists the addresses.
 *
 * <p>An application sends rows as a {@link io.tickbus.event.Batch} or as JSON ({@link io.tickbus.event.RowsJson}). The
 * reply is an {@link io.tickbus.event.AppendReply}. The application reads rows as {@link io.tickbus.event.Rows}, or as
 * a {@link io.tickbus.event.QueryResult}. A refused request fails with the code of a {@link io.tickbus.event.Failure}.
 * {@link io.tickbus.event.QCodec} encodes the records for other nodes.
 */
@NullMarked
package io.tickbus.event;

import org.jspecify.annotations.NullMarked;
