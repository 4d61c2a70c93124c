/**
 * Internal, except for the verticle {@link io.tickbus.subscriber.SubscriberVerticle}. Reads what a tickerplant publishes and sends
 * it to the tables over the event bus.
 *
 * <p>{@code SubscriberVerticle} starts and stops a {@code QThread}, which connects, subscribes ({@code Subscription}, {@code
 * SubscribeProtocol}), catches up, and reconnects after a failure. The <em>reader thread</em> of a session is the q thread until
 * the session is LIVE, and then the thread of a {@code SocketPoller}, which reads many connections; over TLS it stays the q thread.
 *
 * <p>The way of a row: {@link io.tickbus.q.wire.Connection} (bytes and messages), {@code Session} and {@code TickerplantMessage} (the
 * row's table), {@code PartitionWriter} (batches), {@code InFlight} (batches until they are acknowledged, bounded by an {@code
 * InFlightWindow}), the bus.
 *
 * <p>Catching up: {@code CatchUp} finds what each partition misses after the owner's position. A {@code ReplayCursor} is a
 * partition's way through the logs, which {@code TickerplantLogs} opens, {@code LogNames} orders and {@code Replay} reads.
 *
 * <p>In the other direction, rows of applications go to q through a {@code TickerplantAppender} while the subscriber is LIVE.
 *
 * <p>Everything that takes time or can fail goes through a {@code SubscriberHost}: Vert.x here, a simulation in the tests. This
 * package may import {@code cluster}, {@code log}, {@code metrics}, {@code logging}, {@code event}, {@code q}, {@code q.wire} and {@code config}.
 */
@NullMarked
package io.tickbus.subscriber;

import org.jspecify.annotations.NullMarked;
