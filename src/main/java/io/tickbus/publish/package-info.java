/**
 * Internal. Publishes tables to q subscribers and logs what is published, as kdb+tick's {@code u.q} does. The
 * tickerplant and the gateway use it.
 *
 * <p>{@link io.tickbus.publish.PublishedTable} holds the subscribers of a table with their filters, and
 * sends rows to them. {@link io.tickbus.publish.PublicationLog} appends messages to the {@code DayLog} of the current
 * day and retries when the disk is full. {@link io.tickbus.publish.LogDirectory} holds the logs, one a day, which
 * clients read through {@code LogCalls}. May import {@code server}, {@code log}, {@code q.wire} and {@code q}.
 */
@NullMarked
package io.tickbus.publish;

import org.jspecify.annotations.NullMarked;
