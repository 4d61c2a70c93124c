package io.tickbus.bench;

import io.vertx.core.json.JsonObject;
import java.util.Locale;
import org.HdrHistogram.Histogram;

/**
 * The figures of one path at one rate, of one round or of several together.
 *
 * @param rate the rows that are due in a second, on all connections
 * @param dueRows the number of due rows; fewer are sent if the receiver is too slow
 * @param seconds the time from the start of sending to the last received row
 * @param cpuSeconds the processor time of the receiver's process, on all cores
 * @param latencyNs the latency of every sent row, in ns
 */
record LatencyResult(
        int rate,
        String path,
        int connections,
        long dueRows,
        double seconds,
        double cpuSeconds,
        Histogram latencyNs,
        Lateness sender) {
    static final String HEADER = String.format(
            "%9s %-16s %9s %11s %11s %11s %11s %6s %11s %11s %11s",
            "rate/s",
            "path",
            "rows/s",
            "p50 us",
            "p99 us",
            "p99.9 us",
            "max us",
            "CPU %",
            "sent p50 us",
            "sent p99 us",
            "rows/write");

    LatencyResult plus(LatencyResult other) {
        Histogram sum = latencyNs.copy();
        sum.add(other.latencyNs);
        return new LatencyResult(
                rate,
                path,
                connections,
                dueRows + other.dueRows,
                seconds + other.seconds,
                cpuSeconds + other.cpuSeconds,
                sum,
                sender.plus(other.sender));
    }

    long rows() {
        return latencyNs.getTotalCount();
    }

    double rowsPerSecond() {
        return rows() / seconds;
    }

    private double us(double percentile) {
        return micros(latencyNs.getValueAtPercentile(percentile));
    }

    private static double micros(long nanos) {
        return nanos / 1e3;
    }

    String line() {
        String line = String.format(
                Locale.ROOT,
                "%,9d %-16s %,9.0f %,11.1f %,11.1f %,11.1f %,11.1f %6.0f %,11.1f %,11.1f %11.2f",
                rate,
                path,
                rowsPerSecond(),
                us(50),
                us(99),
                us(99.9),
                micros(latencyNs.getMaxValue()),
                100 * cpuSeconds / seconds,
                micros(sender.rowsNs().getValueAtPercentile(50)),
                micros(sender.rowsNs().getValueAtPercentile(99)),
                (double) rows() / sender.writes());
        long unsent = dueRows - rows();
        return unsent == 0 ? line : String.format(Locale.ROOT, "%s  (%,d rows not taken in time)", line, unsent);
    }

    JsonObject toJson() {
        return new JsonObject()
                .put("rate", rate)
                .put("path", path)
                .put("connections", connections)
                .put("achievedRowsPerSecond", rowsPerSecond())
                .put("p50Us", us(50))
                .put("p99Us", us(99))
                .put("p999Us", us(99.9))
                .put("maxUs", micros(latencyNs.getMaxValue()));
    }
}
