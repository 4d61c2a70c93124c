/**
 * Internal. q's IPC protocol: connections, frames, compression, and the bytes of messages and log records.
 *
 * <p>A {@link io.tickbus.q.wire.Connection} reads a socket into {@link io.tickbus.q.wire.Frames}, which cuts the bytes
 * into messages and checks each {@link io.tickbus.q.wire.Header}. From there, a row takes one of two ways. A
 * {@link io.tickbus.q.wire.RowReader}, or {@link io.tickbus.q.wire.LogRows} for a log, reads messages of a known shape
 * straight into {@link io.tickbus.q.VectorBuilder}s. Every other message becomes a value in a
 * {@link io.tickbus.q.wire.Decoder}. {@link io.tickbus.q.wire.Encoder} writes values.
 *
 * <p>May import the JDK and {@code io.tickbus.q}.
 */
@NullMarked
package io.tickbus.q.wire;

import org.jspecify.annotations.NullMarked;
