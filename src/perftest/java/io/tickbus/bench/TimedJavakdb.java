package io.tickbus.bench;

import com.kx.c;
import org.HdrHistogram.Histogram;

/**
 * An application of javakdb as it is written today: one thread per connection appends rows to a shared list and times
 * them, under the list's lock.
 */
final class TimedJavakdb extends SocketReceiver.Javakdb implements TimedReceiver {
    private final Histogram latencyNs = Lateness.histogram();

    TimedJavakdb() {
        super(true);
    }

    @Override
    void appended(Object[] row) {
        latencyNs.recordValue(System.nanoTime() - ((c.Timespan) row[0]).j);
    }

    @Override
    public Histogram latencyNs() {
        return latencyNs;
    }
}
