package io.tickbus.bench;

import java.util.Arrays;

/** Runs one round of one path: rows are sent for a time as fast as the receiver accepts them, and then checked. */
final class Round {
    private Round() {}

    /**
     * Runs a round.
     *
     * @param receiver a new receiver, which is closed at the end
     * @param seconds the time of sending, in s
     */
    static Result of(SenderProcess sender, Shape shape, String path, CheckedReceiver receiver, double seconds)
            throws Exception {
        System.gc();
        sender.prepare(Order.fullSpeed(shape, (int) Math.round(seconds * 1000)));
        receiver.connect(shape, sender.port());
        sender.awaitReady();
        long cpu = ProcessCpu.nanos();
        sender.go();
        long start = System.nanoTime();
        long[] sent = sender.awaitSent();
        long messages = Arrays.stream(sent).sum();
        long rows = messages * shape.rowsPerMessage();
        receiver.awaitRows(rows);
        double elapsed = (System.nanoTime() - start) / 1e9;
        double cpuPerRow = (double) (ProcessCpu.nanos() - cpu) / rows;
        Shape.Ring ring = shape.ring();
        receiver.check(rows, Arrays.stream(sent).map(ring::checksum).sum());
        receiver.close();
        sender.done();
        double bytes = (double) messages * ring.messageBytes();
        return new Result(shape, path, rows / elapsed, bytes / elapsed / 1e6, cpuPerRow);
    }
}
