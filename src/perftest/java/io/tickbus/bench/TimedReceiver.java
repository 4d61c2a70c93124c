package io.tickbus.bench;

import org.HdrHistogram.Histogram;

/** A receiver that measures the latency of each row since it was due at the sender, by its column {@code time}. */
interface TimedReceiver extends Receiver {
    /** Returns the latencies of all rows, in ns. Read it after the last row. */
    Histogram latencyNs();
}
