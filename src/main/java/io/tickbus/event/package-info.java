/**
 * Public API. The messages of the event bus: their records, codecs and {@link io.tickbus.event.Addresses}, and rows as JSON ({@link
 * io.tickbus.event.RowsJson}). An application sends a {@link io.tickbus.event.Batch} or JSON and gets an {@link
 * io.tickbus.event.AppendReply}. It fetches {@link io.tickbus.event.Rows} and queries a {@link io.tickbus.event.QueryResult}. May import
 * {@code q}.
 */
@NullMarked
package io.tickbus.event;

import org.jspecify.annotations.NullMarked;
