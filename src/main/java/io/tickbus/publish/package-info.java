/**
 * Internal. Publishes tables to q subscribers and logs the published messages, as kdb+tick's {@code u.q} does. The
 * tickerplant and the gateway use it. One event loop owns each table and each log.
 *
 * <p>{@link io.tickbus.publish.PublishedTable} sends rows to the subscribers of a table. {@link
 * io.tickbus.publish.PublicationLog} appends messages to the {@code DayLog} of the current day, and retries when the
 * disk is full. {@link io.tickbus.publish.LogDirectory} contains one log for each day. Clients read these logs through
 * {@code LogCalls}.
 *
 * <p>May import {@code server}, {@code log}, {@code q.wire} and {@code q}.
 */
@NullMarked
package io.tickbus.publish;

import org.jspecify.annotations.NullMarked;
