/**
 * Puts the verticles together: deploys them in order, so that they stop in reverse. May import {@code subscriber}, {@code store},
 * {@code gateway}, {@code tickerplant}, {@code web}, {@code event} and {@code config}.
 */
@NullMarked
package io.tickbus.pipeline;

import org.jspecify.annotations.NullMarked;
