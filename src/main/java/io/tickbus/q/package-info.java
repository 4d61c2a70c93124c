/**
 * q's values and its wire: types, vectors over primitive arrays, symbols, messages, compression and console text, and the rule for
 * the days that tickerplants say have ended.
 *
 * <p>Read {@link io.tickbus.q.QType} for what exists, {@link io.tickbus.q.Frames} for how bytes become messages, and
 * {@link io.tickbus.q.Decoder} for how messages become values. May import the JDK only.
 */
@NullMarked
package io.tickbus.q;

import org.jspecify.annotations.NullMarked;
