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
 * Sends one-row messages at a fixed rate, row after row on connection after connection. Each row is due at its own
 * time, and that time goes into its column {@code time}, not the time it is written: a row that is late because this
 * thread, or the socket, fell behind is counted late by the receiver, who needs to correct nothing for what was not
 * sent meanwhile.
 *
 * <p>The clock is {@link System#nanoTime}, on Linux CLOCK_MONOTONIC and so the same in every process of a machine.
 *
 * <p>All that is due on a connection goes out in one write: one row a write up to 10,000 rows a second in all, about 20
 * at 500,000 on 4 connections. Sockets do not block, so one full socket holds up no other.
 */
final class Paced {
    /** A parked thread wakes this much too late (Linux: timer slack of 50 us, and its waking up); measured. */
    private static final long PARK_LATE_NS = 80_000;

    private static final int EXACT_ROWS_PER_SECOND_MAX = 10_000;
    private static final long SOCKET_FULL_PARK_NS = 50_000;
    /** Until the first row is due, so that it is not late already. */
    private static final long LEAD_NS = 1_000_000;
    /** What a receiver does not take in this many times the round's length is not sent. */
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

    /** Sends all rows, or what is taken of them in time; gives the messages sent on each connection. */
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

    /** How late rows were when they were given to their sockets. */
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
     * Waits until a row is due. Rows far enough apart are met exactly, at a quarter of a core for 10,000 a second:
     * parked, then spinning for the rest. Spinning between rows closer than that would take one core of two from the
     * receiver, so there the thread parks for as short as it can and then sends what came due, some 75 us of rows.
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

    /** One connection's rows: every so manieth of all. */
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

        /** One write, of what the last one left or of the rows due; false when the socket is full. */
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

        /** Writes what is left of the last messages begun; gives the messages sent. */
        long finish() throws IOException {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
                LockSupport.parkNanos(SOCKET_FULL_PARK_NS);
            }
            return messages;
        }
    }
}
