/**
 * Benchmarks: whole paths from a socket to a table, side by side in one run. {@link io.tickbus.bench.Throughput}
 * measures how many rows, {@link io.tickbus.bench.Latency} how soon; {@link io.tickbus.bench.Sender} is the tickerplant
 * in a process of its own.
 */
@NullMarked
package io.tickbus.bench;

import org.jspecify.annotations.NullMarked;
