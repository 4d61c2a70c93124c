/**
 * The door for q clients: to them a node of Tickbus is a real-time database and a chained tickerplant. It has no rows of its own:
 * questions go over the bus to where the tables live. May import {@code chain}, {@code publish}, {@code server}, {@code client},
 * {@code metrics}, {@code event}, {@code q} and {@code config}.
 */
@NullMarked
package io.tickbus.gateway;

import org.jspecify.annotations.NullMarked;
