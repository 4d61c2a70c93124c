package io.tickbus.bench;

import com.kx.c;
import org.HdrHistogram.Histogram;

/** What one writes today: a thread a connection, rows appended to a shared list, and timed, under its lock. */
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
