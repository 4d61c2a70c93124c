package io.tickbus.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/**
 * Sends one-row messages at a fixed rate. The connections take turns. The column {@code time} of each row has the time at which
 * the row is due, and not the time of the write. If this thread or the socket is late, the receiver therefore measures the row as
 * late, and needs no correction for rows that were not sent in time.
 *
 * <p>The clock is {@link System#nanoTime}. On Linux this is CLOCK_MONOTONIC, which is equal in all processes of a machine.
 *
 * <p>All due rows of a connection leave in one write: one row up to 10,000 rows a second in total, and about 20 rows at 500,000
 * on 4 connections. Sockets do not block, so a full socket delays no other connection.
 */
final class Paced {
    /** The measured delay of a parked thread, in ns. Linux has a timer slack of 50 us, and the thread must wake up. */
    private static final long PARK_LATE_NS = 80_000;

    private static final int EXACT_ROWS_PER_SECOND_MAX = 10_000;
    private static final long SOCKET_FULL_PARK_NS = 50_000;
    /** The time until the first row is due, in ns. Otherwise the first row would be late. */
    private static final long LEAD_NS = 1_000_000;
    /** The sender stops after this many times the length of the round, if the receiver is too slow. */
    private static final int OVERTIME = 5;

    private static final int WRITE_BYTES_MAX = 1 << 16;

    private final List<Feed> feeds = new ArrayList<>();
    private final Shape.Ring ring;
    private final int timeOffset;
    private final int sendMs;
    private final long rowsPerSecond;
    private final long rowsTotal;
    private final Histogram lateNs = Lateness.histogram();
    private long startNs;
    private long writes;

    Paced(Order order, List<SocketChannel> channels) {
        ring = order.shape().ring();
        timeOffset = order.shape().timeOffset();
        sendMs = order.sendMs();
        rowsPerSecond = order.rowsPerSecond();
        rowsTotal = order.dueRows();
        for (int i = 0; i < channels.size(); i++) {
            feeds.add(new Feed(channels.get(i), i, channels.size()));
        }
    }

    /** Sends all rows that the receiver accepts in time. Returns the number of messages on each connection. */
    long[] send() throws IOException {
        startNs = System.nanoTime() + LEAD_NS;
        long giveUp = startNs + OVERTIME * (sendMs * 1_000_000L);
        long due = 0;
        boolean full = false;
        while (full || due < rowsTotal || feeds.stream().anyMatch(Feed::isBehind)) {
            long now = System.nanoTime();
            if (now > giveUp) {
                break;
            }
            due = rowsDue(now);
            full = false;
            for (Feed feed : feeds) {
                full |= !feed.write(due);
            }
            if (full) {
                LockSupport.parkNanos(SOCKET_FULL_PARK_NS);
            } else {
                awaitRow(due);
            }
        }
        long[] messages = new long[feeds.size()];
        for (int i = 0; i < messages.length; i++) {
            messages[i] = feeds.get(i).finish();
        }
        return messages;
    }

    /** Returns the delays of the rows until they were written to their sockets. */
    Lateness lateness() {
        return new Lateness(writes, lateNs);
    }

    private long rowsDue(long nowNs) {
        return nowNs < startNs ? 0 : Math.min(rowsTotal, (nowNs - startNs) * rowsPerSecond / 1_000_000_000 + 1);
    }

    private long dueNs(long row) {
        return startNs + row * 1_000_000_000 / rowsPerSecond;
    }

    /**
     * Waits until a row is due. For rows that are far enough apart, the thread parks and then spins, which takes a
     * quarter of a core at 10,000 rows a second. For closer rows, spinning would take one of two cores from the
     * receiver. The thread then parks for the shortest possible time, and sends all due rows, which are those of some
     * 75 us.
     */
    private void awaitRow(long row) {
        if (rowsPerSecond > EXACT_ROWS_PER_SECOND_MAX) {
            LockSupport.parkNanos(1);
            return;
        }
        long untilNs = dueNs(row);
        long parkNs = untilNs - System.nanoTime() - PARK_LATE_NS;
        if (parkNs > 0) {
            LockSupport.parkNanos(parkNs);
        }
        while (System.nanoTime() < untilNs) {
            Thread.onSpinWait();
        }
    }

    /** The rows of one connection. The connections take turns. */
    private final class Feed {
        private final SocketChannel channel;
        private final int step;
        private final ByteBuffer bytes = ByteBuffer.allocateDirect(WRITE_BYTES_MAX)
                .order(ByteOrder.LITTLE_ENDIAN)
                .limit(0);
        private long row;
        private long messages;

        Feed(SocketChannel channel, int firstRow, int step) {
            this.channel = channel;
            this.step = step;
            this.row = firstRow;
        }

        boolean isBehind() {
            return row < rowsTotal || bytes.hasRemaining();
        }

        /** Writes the rest of the last write, or the due rows. Returns false if the socket is full. */
        boolean write(long due) throws IOException {
            if (!bytes.hasRemaining() && row < due) {
                fill(due);
            }
            if (bytes.hasRemaining()) {
                channel.write(bytes);
                writes++;
            }
            return !bytes.hasRemaining();
        }

        private void fill(long due) {
            bytes.clear();
            long now = System.nanoTime();
            for (; row < due && bytes.remaining() >= ring.messageBytes(); row += step) {
                int from = (int) (messages % ring.messages()) * ring.messageBytes();
                long intendedNs = dueNs(row);
                bytes.putLong(bytes.position() + timeOffset, intendedNs);
                bytes.put(ring.bytes(), from, timeOffset);
                bytes.position(bytes.position() + Long.BYTES);
                int after = timeOffset + Long.BYTES;
                bytes.put(ring.bytes(), from + after, ring.messageBytes() - after);
                lateNs.recordValue(now - intendedNs);
                messages++;
            }
            bytes.flip();
        }

        /** Writes the rest of the current messages. Returns the number of messages. */
        long finish() throws IOException {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
                LockSupport.parkNanos(SOCKET_FULL_PARK_NS);
            }
            return messages;
        }
    }
}
