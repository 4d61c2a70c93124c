/**
 * Internal. A chained tickerplant. q clients subscribe to it, and it publishes the rows of the tables on the bus.
 * {@link ChainedTickerplant} is the only public class, and the gateway starts it.
 *
 * <p>Each {@link ChainedTable} reads rows from the owner with a {@code TableConsumer}. {@code PublicationLog} logs the rows,
 * and {@code PublishedTable} sends them to the subscribers. {@link Subscriptions} holds the tables. {@link ChainEndOfDay}
 * ends the day for all tables. {@link ChainCalls} defines {@code .u.sub} and the other calls.
 *
 * <p>May import {@code publish}, {@code server}, {@code client}, {@code metrics}, {@code event}, {@code table},
 * {@code q.wire} and {@code q}.
 */
@NullMarked
package io.tickbus.chain;

import org.jspecify.annotations.NullMarked;
