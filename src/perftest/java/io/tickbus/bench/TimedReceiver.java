package io.tickbus.bench;

import org.HdrHistogram.Histogram;

/** A receiver that sees for every row how long ago it was due at the sender, from its column {@code time}. */
interface TimedReceiver extends Receiver {
    /** Nanoseconds of each row taken; to be read when all have been. */
    Histogram latencyNs();
}
