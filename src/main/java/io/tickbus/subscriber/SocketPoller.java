package io.tickbus.subscriber;

import io.tickbus.config.Threading;
import io.vertx.core.Vertx;
import io.vertx.core.shareddata.LocalMap;
import io.vertx.core.shareddata.Shareable;
import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Reads the connections of many subscribers on one thread. With one thread for each connection, each message of a
 * tickerplant would have to wake a thread. The poller's thread runs as long as there are connections.
 *
 * <p>No connection delays another, because the thread never waits for a single connection. A connection whose window is
 * full is skipped until the window has room. {@link VertxSubscriberHost} uses this class for connections without TLS.
 */
final class SocketPoller implements Shareable {
    /**
     * The maximum number of pollers in a Vert.x instance: one for every four processors. The other processors are left
     * for the threads that use the rows.
     */
    static final int POLLERS_MAX = Math.max(1, Runtime.getRuntime().availableProcessors() / 4);

    private static final String SHARED = "tickbus.readers";

    /** A read of fewer bytes is small. After a small read, it can be cheaper to wait for further messages. */
    private static final int SMALL_READ_BYTES = 1 << 14;
    /** Pause if small reads follow each other without a wait, in ns. It adds to the latency of a row. */
    private static final long PAUSE_NANOS = 100_000;
    /**
     * Delay between sending rows and requesting their acknowledgement, in ms. The lag is only as exact as this delay.
     */
    private static final int ACKNOWLEDGE_DELAY_MS = 10;

    private final int number;
    private final AtomicInteger connections = new AtomicInteger();
    // The lock of this queue guards the queue and the selector.
    private final Queue<PolledConnection> pollRequests = new ArrayDeque<>();
    private @Nullable Selector selector;

    // The poller's thread owns the fields below.
    private final Set<PolledConnection> polledConnections = new HashSet<>();
    private boolean isRequestScheduled;
    private long requestAtNanos;
    private int reads;
    private long bytesRead;

    private SocketPoller(int number) {
        this.number = number;
    }

    /** Returns the poller with the fewest connections in a Vert.x instance. */
    static SocketPoller of(Vertx vertx) {
        LocalMap<Integer, SocketPoller> socketPollers = vertx.sharedData().getLocalMap(SHARED);
        SocketPoller fewest = socketPollers.computeIfAbsent(0, SocketPoller::new);
        for (int i = 1; i < POLLERS_MAX; i++) {
            SocketPoller other = socketPollers.computeIfAbsent(i, SocketPoller::new);
            fewest = other.connections.get() < fewest.connections.get() ? other : fewest;
        }
        return fewest;
    }

    /** Reads a connection until it ends. The calling q thread waits and does the session's periodic work. */
    void read(Session session) throws IOException, InterruptedException {
        PolledConnection polledConnection = new PolledConnection(session);
        session.onRoom(() -> requestPoll(polledConnection));
        connections.incrementAndGet();
        try {
            requestPoll(polledConnection);
            while (!polledConnection.await(session.tickMs())) {
                try {
                    session.tick();
                } catch (RuntimeException mistake) {
                    // For example, the bus is closed. The poller must end the connection before this thread returns.
                    session.finish(String.valueOf(mistake));
                }
            }
        } catch (InterruptedException interrupted) {
            session.finish("interrupted"); // then the poller stops reading the connection
            throw interrupted;
        } finally {
            if (polledConnection.isEnded()) {
                session.onRoom(() -> {}); // releases the session and its buffers
            }
            connections.decrementAndGet();
        }
    }

    /**
     * Requests a poll of a connection that is new or closed, or whose window has room again. Any thread may call this.
     */
    private void requestPoll(PolledConnection polledConnection) {
        synchronized (pollRequests) {
            if (polledConnection.isEnded()) {
                return;
            }
            pollRequests.add(polledConnection);
            if (selector != null) {
                selector.wakeup();
                return;
            }
            try {
                Selector opened = Selector.open();
                selector = opened;
                QThreadFactory.unstarted(
                                Threading.PLATFORM,
                                SubscriberVerticle.Q_THREAD_PREFIX + "reader-" + number,
                                () -> run(opened))
                        .start();
            } catch (IOException failure) {
                pollRequests.clear();
                polledConnection.finish(failure);
            }
        }
    }

    private void run(Selector opened) {
        try (opened) {
            while (handlePollRequests(opened)) {
                pollOnce(opened);
            }
        } catch (IOException | RuntimeException | Error failure) {
            synchronized (pollRequests) {
                selector = null;
                polledConnections.addAll(pollRequests);
                pollRequests.clear();
                // The connections must end before a new poller thread can poll them.
                polledConnections.forEach(polledConnection -> polledConnection.finish(failure));
                polledConnections.clear();
            }
        }
    }

    /**
     * Handles the poll requests. Returns false if no connection is left. The thread then ends, and the next poll
     * request starts a new thread.
     */
    private boolean handlePollRequests(Selector opened) {
        while (true) {
            PolledConnection polledConnection;
            synchronized (pollRequests) {
                polledConnection = pollRequests.poll();
                if (polledConnection == null && polledConnections.isEmpty()) {
                    selector = null;
                    return false;
                }
            }
            if (polledConnection == null) {
                return true;
            }
            if (polledConnection.continueReading(opened)) {
                polledConnections.add(polledConnection);
                schedulePositionRequests();
            } else {
                polledConnections.remove(polledConnection);
            }
        }
    }

    /** Waits until a connection is readable, and reads each readable connection once. */
    private void pollOnce(Selector opened) throws IOException {
        reads = 0;
        bytesRead = 0;
        opened.select(
                key -> read((PolledConnection) key.attachment(), key), isRequestScheduled ? ACKNOWLEDGE_DELAY_MS : 0);
        requestPositionsIfDue();
        if (reads > 0 && bytesRead < (long) reads * SMALL_READ_BYTES && opened.selectNow() > 0) {
            // Small messages arrive quickly. After a short pause, one read gets several of these messages.
            opened.selectedKeys().clear();
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    private void read(PolledConnection polledConnection, SelectionKey key) {
        int count = polledConnection.read(key);
        if (count < 0) {
            polledConnections.remove(polledConnection);
        } else {
            reads++;
            bytesRead += count;
            schedulePositionRequests();
        }
    }

    /** Schedules requests for acknowledgements, because rows may have been sent. */
    private void schedulePositionRequests() {
        if (!isRequestScheduled) {
            isRequestScheduled = true;
            requestAtNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(ACKNOWLEDGE_DELAY_MS);
        }
    }

    /** If the delay has passed, requests acknowledgements of the rows that were sent since the last request. */
    private void requestPositionsIfDue() {
        if (isRequestScheduled && System.nanoTime() - requestAtNanos >= 0) {
            isRequestScheduled = false;
            polledConnections.forEach(PolledConnection::requestPositions);
        }
    }
}
