/**
 * Puts the verticles together: deploys them in order, so that they stop in reverse. May import {@code subscriber}, {@code store},
 * {@code tickerplant}, {@code event} and {@code config}.
 */
@NullMarked
package io.tickbus.pipeline;

import org.jspecify.annotations.NullMarked;
