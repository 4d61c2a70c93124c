/**
 * From q to the bus: a worker verticle per connection.
 *
 * <p>{@link io.tickbus.subscriber.SubscriberVerticle} starts and stops a {@code QThread}, which connects, subscribes and comes
 * back after every failure; in between a {@code Reader} reads the sockets of many. The way of a row: {@link
 * io.tickbus.q.Connection} (bytes, messages), {@code Session} and {@code Upd} (whose rows), {@code Partition} (rows into
 * batches), {@code InFlight} (batches until they are acknowledged), the bus. May import {@code log}, {@code event}, {@code q}
 * and {@code config}.
 */
@NullMarked
package io.tickbus.subscriber;

import org.jspecify.annotations.NullMarked;
