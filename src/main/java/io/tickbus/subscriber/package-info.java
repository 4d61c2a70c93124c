/**
 * From q to the bus: a worker verticle per connection, whose q thread alone reads the socket.
 *
 * <p>The way of a row: {@link io.tickbus.q.Connection} (bytes, messages), {@code Upd} (whose rows), {@code Partition} (rows into
 * batches), {@code InFlight} (batches until they are acknowledged), the bus. {@code QThread} drives it, {@link
 * io.tickbus.subscriber.SubscriberVerticle} starts and stops that. May import {@code log}, {@code event}, {@code q} and {@code
 * config}.
 */
@NullMarked
package io.tickbus.subscriber;

import org.jspecify.annotations.NullMarked;
