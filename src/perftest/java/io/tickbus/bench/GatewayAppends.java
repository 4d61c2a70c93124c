package io.tickbus.bench;

import io.tickbus.q.Flip;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.SynchronizedHistogram;

/**
 * Measures the acknowledgement time of appends while a client reads. Appends are sent when they are due, without
 * waiting for earlier replies. The time of each begins when it is due.
 */
final class GatewayAppends {
    static final String HEADER =
            String.format("%-24s %9s %9s %9s %9s %7s %9s", "reads", "p50 ms", "p99 ms", "p99.9 ms", "max ms", "reads", "ms/read");

    private static final int APPENDS_PER_SECOND = 500;
    private static final int APPEND_ROWS = 20;
    private static final double NANOS_PER_MS = 1e6;

    private final GatewayNode node;
    private final List<Flip> batches = new ArrayList<>();
    private volatile boolean stopped;

    /** @param syms the number of symbols in the table */
    GatewayAppends(GatewayNode node, int syms) {
        this.node = node;
        GatewayTrades.generate(
                APPENDS_PER_SECOND * APPEND_ROWS,
                syms,
                rows -> batches.addAll(rowsOf(rows)));
    }

    private static List<Flip> rowsOf(Flip rows) {
        List<Flip> parts = new ArrayList<>();
        for (int row = 0; row + APPEND_ROWS <= rows.size(); row += APPEND_ROWS) {
            parts.add(rows.slice(row, APPEND_ROWS));
        }
        return parts;
    }

    /**
     * The figures.
     *
     * @param reads the query of the client
     * @param ackNs the acknowledgement times of all appends, in ns
     * @param readMs the times of all finished reads, in ms
     */
    record Figures(String reads, Histogram ackNs, List<Double> readMs) {
        String line() {
            return String.format(
                    Locale.ROOT,
                    "%-24s %9.2f %9.2f %9.2f %9.2f %7d %9.0f",
                    reads,
                    ms(50),
                    ms(99),
                    ms(99.9),
                    ackNs.getMaxValue() / NANOS_PER_MS,
                    readMs.size(),
                    medianReadMs());
        }

        JsonObject toJson() {
            return JsonObject.of(
                    "reads", reads,
                    "p50Ms", ms(50),
                    "p99Ms", ms(99),
                    "maxMs", ackNs.getMaxValue() / NANOS_PER_MS,
                    "readMs", medianReadMs());
        }

        private double ms(double percentile) {
            return ackNs.getValueAtPercentile(percentile) / NANOS_PER_MS;
        }

        private double medianReadMs() {
            return readMs.isEmpty() ? 0 : readMs.get(readMs.size() / 2);
        }
    }

    /**
     * Appends for a time.
     *
     * @param name the name of the figures
     * @param text the query that a client repeats meanwhile; empty for none
     */
    Figures measure(String name, String text, int seconds) throws IOException {
        Histogram ackNs = new SynchronizedHistogram(3);
        stopped = false;
        try (GatewayClient client = new GatewayClient(node.port())) {
            CompletableFuture<List<Double>> reads = CompletableFuture.supplyAsync(() -> read(client, text));
            append(seconds * APPENDS_PER_SECOND, ackNs);
            stopped = true;
            List<Double> readMs = new ArrayList<>(reads.join());
            Collections.sort(readMs);
            return new Figures(name, ackNs, readMs);
        }
    }

    private List<Double> read(GatewayClient client, String text) {
        List<Double> readMs = new ArrayList<>();
        try {
            while (!stopped && !text.isEmpty()) {
                long start = System.nanoTime();
                client.drain(text);
                readMs.add((System.nanoTime() - start) / NANOS_PER_MS);
            }
        } catch (IOException failure) {
            throw new CompletionException(failure);
        }
        return readMs;
    }

    private void append(int count, Histogram ackNs) {
        List<CompletableFuture<?>> acknowledged = new ArrayList<>();
        long start = System.nanoTime();
        for (int i = 0; i < count; i++) {
            long due = start + i * 1_000_000_000L / APPENDS_PER_SECOND;
            for (long wait = due - System.nanoTime(); wait > 0; wait = due - System.nanoTime()) {
                LockSupport.parkNanos(wait);
            }
            acknowledged.add(node.append(batches.get(i % batches.size()))
                    .onSuccess(reply -> ackNs.recordValue(System.nanoTime() - due))
                    .toCompletionStage()
                    .toCompletableFuture());
        }
        CompletableFuture.allOf(acknowledged.toArray(CompletableFuture[]::new)).join();
    }
}
