/**
 * Internal. q's IPC protocol: connections, frames, compression, and the bytes of messages and log records.
 *
 * <p>A {@link io.tickbus.q.wire.Connection} reads a socket into {@link io.tickbus.q.wire.Frames}. Frames split the
 * bytes into messages and check each {@link io.tickbus.q.wire.Header}. Messages of a known shape are read straight into
 * {@link io.tickbus.q.VectorBuilder}s by a {@link io.tickbus.q.wire.RowReader}, or by {@link io.tickbus.q.wire.LogRows}
 * for a log. A {@link io.tickbus.q.wire.Decoder} turns every other message into a value.
 * {@link io.tickbus.q.wire.Encoder} writes values.
 *
 * <p>May import the JDK and {@code io.tickbus.q}.
 */
@NullMarked
package io.tickbus.q.wire;

import org.jspecify.annotations.NullMarked;
