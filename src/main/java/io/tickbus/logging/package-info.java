/**
 * How this program logs: how an event is written ({@link io.tickbus.logging.QuotedPairs} as text,
 * {@link io.tickbus.logging.JsonPairs} as JSON; logback.xml names both), its levels at run time
 * ({@link io.tickbus.logging.Levels}), and errors that come again and again, which are counted
 * ({@link io.tickbus.logging.Repeats}). The only place that knows logback; all others log through SLF4J. What the classes of
 * other packages know of an event they add as key-value pairs ({@code subscriber}, {@code table}, {@code position},
 * {@code client}, {@code reason}): its message is the same each time, so that it can be searched for. May import no other
 * package of Tickbus.
 */
@NullMarked
package io.tickbus.logging;

import org.jspecify.annotations.NullMarked;
