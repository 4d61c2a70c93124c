/**
 * From q to the bus: a worker verticle per connection.
 *
 * <p>{@link io.tickbus.subscriber.SubscriberVerticle} starts and stops a {@code QThread}, which connects, subscribes ({@code
 * Subscription}, {@code SubscribeProtocol}), catches up, and comes back after every failure; in between a {@code SocketPoller} reads the sockets of
 * many. The way of a row: {@link io.tickbus.q.wire.Connection} (bytes, messages), {@code Session} and {@code TickerplantMessage} (whose rows),
 * {@code PartitionWriter} (rows into batches), {@code InFlight} (batches until they are acknowledged, bounded by the {@code InFlightWindow}),
 * the bus.
 *
 * <p>Catching up: {@code CatchUp} decides for each partition what it misses, from where the owner stands; a {@code Track} is its
 * way through the logs, which {@code TickerplantLogs} opens, {@code LogNames} puts in order and {@code Replay} reads.
 *
 * <p>The other way, rows of applications go to q through a {@code TickerplantAppender} while the subscriber is LIVE.
 *
 * <p>Everything that takes time or can fail goes through a {@code SubscriberHost}: Vert.x here, a simulation in the tests. May import
 * {@code cluster}, {@code log}, {@code metrics}, {@code event}, {@code q} and {@code config}.
 */
@NullMarked
package io.tickbus.subscriber;

import org.jspecify.annotations.NullMarked;
