/**
 * Internal, except for the verticles TickerplantVerticle and DemoVerticle. This package has two servers for q clients.
 * The embedded tickerplant has kdb+tick's calls, messages and log. The other server is only for the demo.
 *
 * <p>{@link io.tickbus.tickerplant.TickerplantVerticle} serves q clients. A row comes from a {@code Feed}, or from a
 * client's {@code .u.upd} through {@code TickerplantCalls}. {@code Tickerplant} logs the row, and {@code
 * PublishedTable} sends it to the subscribers. The verticle's event loop owns all of these objects.
 */
@NullMarked
package io.tickbus.tickerplant;

import org.jspecify.annotations.NullMarked;
