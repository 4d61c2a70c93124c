/**
 * Internal. A chained tickerplant, to which q clients subscribe. The chained tickerplant publishes the rows that the
 * owner's tables receive. The gateway starts {@link ChainedTickerplant}, the only public class. The gateway's event
 * loop owns all objects of this package.
 *
 * <p>Each {@link ChainedTable} reads rows from the owner with a {@code TableConsumer}. {@code PublicationLog} logs the
 * rows, and {@code PublishedTable} sends them to the subscribers. {@link Subscriptions} has the tables and their
 * subscribers. {@link ChainEndOfDay} ends the day for all tables. {@link ChainCalls} defines {@code .u.sub} and the
 * other calls.
 *
 * <p>May import {@code publish}, {@code server}, {@code client}, {@code metrics}, {@code event}, {@code table}, {@code
 * q.wire} and {@code q}.
 */
@NullMarked
package io.tickbus.chain;

import org.jspecify.annotations.NullMarked;
