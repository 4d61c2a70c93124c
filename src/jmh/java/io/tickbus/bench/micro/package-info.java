/**
 * Micro-benchmarks, with JMH: one thing a class, done by Tickbus in the method {@code tickbus} and as one would do it
 * without in the other method. {@link io.tickbus.bench.Micro} runs them and sets their times and forks.
 */
@NullMarked
package io.tickbus.bench.micro;

import org.jspecify.annotations.NullMarked;
