/**
 * Benchmarks of whole paths from a socket to a table, all in one run. {@link io.tickbus.bench.Throughput} measures
 * rows per second, and {@link io.tickbus.bench.Latency} measures latencies. {@link io.tickbus.bench.Sender} is the
 * tickerplant, in a process of its own.
 */
@NullMarked
package io.tickbus.bench;

import org.jspecify.annotations.NullMarked;
