/**
 * Internal. A chained tickerplant, made of the tables on the bus: {@link ChainedTickerplant} is what the gateway starts and the only
 * class that it knows. May import {@code publish}, {@code server}, {@code client}, {@code metrics}, {@code event}, {@code table} and
 * {@code q}.
 */
@NullMarked
package io.tickbus.chain;

import org.jspecify.annotations.NullMarked;
