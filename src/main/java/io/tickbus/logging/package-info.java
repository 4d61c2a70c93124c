/**
 * Internal. How the program logs. Every other package logs through SLF4J; only this package knows logback. logback.xml
 * names {@link io.tickbus.logging.QuotedPairs} for text and {@link io.tickbus.logging.JsonPairs} for JSON. {@link
 * io.tickbus.logging.Levels} changes levels at run time. {@link io.tickbus.logging.Repeats} counts repeated errors.
 *
 * <p>A log message is a constant text, so that it can be searched for. Variable parts are key-value pairs, such as
 * {@code subscriber}, {@code table}, {@code position}, {@code client} and {@code reason}. The package imports no other
 * package of Tickbus.
 */
@NullMarked
package io.tickbus.logging;

import org.jspecify.annotations.NullMarked;
