/**
 * Internal. A chained tickerplant: q clients subscribe to it, and it publishes the rows of the tables on the bus. {@link
 * ChainedTickerplant} is the only public class; the gateway starts it.
 *
 * <p>The way of a row: a {@code TableConsumer} of each {@link ChainedTable} reads it from the owner, {@code PublicationLog} logs it,
 * {@code PublishedTable} sends it to the subscribers. {@link Subscriptions} holds the tables, {@link ChainEndOfDay} ends the day for
 * all of them, {@link ChainCalls} defines {@code .u.sub} and the other calls.
 *
 * <p>May import {@code publish}, {@code server}, {@code client}, {@code metrics}, {@code event}, {@code table}, {@code q.wire} and
 * {@code q}.
 */
@NullMarked
package io.tickbus.chain;

import org.jspecify.annotations.NullMarked;
