/**
 * Micro-benchmarks with JMH. Each class measures one operation: the method {@code tickbus} uses Tickbus, and the
 * other method does it without Tickbus. {@link io.tickbus.bench.Micro} runs them and sets their times and forks.
 */
@NullMarked
package io.tickbus.bench.micro;

import org.jspecify.annotations.NullMarked;
