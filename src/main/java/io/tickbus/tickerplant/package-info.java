/**
 * The embedded tickerplant: a publisher in Java with kdb+tick's calls, messages and log, and the feeds that give it rows when
 * nobody else does. And the embedded q of the demo.
 *
 * <p>{@link io.tickbus.tickerplant.TickerplantVerticle} is the way in; {@code Tickerplant} is what it does, all of it on one
 * event loop. May import {@code publish}, {@code server}, {@code log}, {@code metrics}, {@code config}, {@code q} and Vert.x.
 */
@NullMarked
package io.tickbus.tickerplant;

import org.jspecify.annotations.NullMarked;
