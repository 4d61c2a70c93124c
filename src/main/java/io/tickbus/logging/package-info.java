/**
 * Internal. Configures how the program logs. Every other package logs through SLF4J, and only this package uses
 * logback. logback.xml names {@link io.tickbus.logging.QuotedPairs} for text and {@link io.tickbus.logging.JsonPairs}
 * for JSON. {@link io.tickbus.logging.Levels} changes levels at run time. {@link io.tickbus.logging.Repeats} counts
 * repeated errors.
 *
 * <p>A log message is a constant text, because users search for it. Variable parts are key-value pairs, such as {@code
 * subscriber}, {@code table}, {@code position}, {@code client} and {@code reason}. May import {@code library}.
 */
@NullMarked
package io.tickbus.logging;

import org.jspecify.annotations.NullMarked;
