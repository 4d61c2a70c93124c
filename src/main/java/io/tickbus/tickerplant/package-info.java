/**
 * Internal, except for the verticles TickerplantVerticle and DemoVerticle. The embedded tickerplant, a publisher with
 * kdb+tick's calls, messages and log, and the embedded q of the demo.
 *
 * <p>{@link io.tickbus.tickerplant.TickerplantVerticle} serves q clients. A row comes from a client's {@code .u.upd}
 * ({@code TickerplantCalls}) or from a {@code Feed}, goes through {@code Tickerplant} to the log, and from there to the
 * subscribers of its {@code PublishedTable}. One event loop runs all of it.
 *
 * <p>May import {@code publish}, {@code server}, {@code log}, {@code metrics}, {@code config}, {@code q} and Vert.x.
 */
@NullMarked
package io.tickbus.tickerplant;

import org.jspecify.annotations.NullMarked;
