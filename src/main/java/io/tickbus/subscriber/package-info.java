/**
 * Internal, except for the verticle {@link io.tickbus.subscriber.SubscriberVerticle}. Reads the rows that a tickerplant
 * publishes, and sends them to the tables over the event bus.
 *
 * <p>{@code SubscriberVerticle} starts and stops a {@code QThread}. The thread connects, subscribes
 * ({@code Subscription}, {@code SubscribeProtocol}), catches up, and reconnects after a failure.
 *
 * <p>Each session has a <em>reader thread</em>. It is the q thread until the session is LIVE. Afterwards it is the
 * thread of a {@code SocketPoller}, which reads many connections. Over TLS, the q thread remains the reader thread.
 *
 * <p>A row passes through these classes:
 * <ol>
 * <li>{@link io.tickbus.q.wire.Connection} splits bytes into messages.
 * <li>{@code Session} and {@code TickerplantMessage} find the row's table.
 * <li>{@code PartitionWriter} collects rows into batches.
 * <li>{@code InFlight} sends a batch on the bus and keeps it until it is acknowledged. {@code InFlightWindow} limits
 * the kept batches.
 * </ol>
 *
 * <p>To catch up, {@code CatchUp} finds the rows that each partition misses after the owner's position.
 * {@code TickerplantLogs} opens the logs, {@code LogNames} orders them, and {@code Replay} reads them. A
 * {@code ReplayCursor} is the position of one partition in the logs.
 *
 * <p>In the other direction, a {@code TickerplantAppender} sends rows of applications to q while the subscriber is
 * LIVE.
 *
 * <p>All operations that take time or can fail use a {@code SubscriberHost}. It is Vert.x in production and a
 * simulation in the tests.
 */
@NullMarked
package io.tickbus.subscriber;

import org.jspecify.annotations.NullMarked;
