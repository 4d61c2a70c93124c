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
 * Reads the connections of many subscribers on one thread, which is there as long as there are any. With a thread for each, a
 * tickerplant that writes every message alone would wake one for every message, and would pay for it.
 *
 * <p>No connection holds another up, since nothing here waits for one: one whose window is full is let be until it has room.
 */
final class SocketPoller implements Shareable {
    /** Readers of a Vert.x: with more, fewer processors are left for those who work with what is read. */
    static final int READERS_MAX = Math.max(1, Runtime.getRuntime().availableProcessors() / 4);

    private static final String SHARED = "tickbus.readers";

    /** A read of fewer bytes is small: more of them come soon, or the sender is a slow one. */
    private static final int SMALL_READ_BYTES = 1 << 14;
    /** How long to leave the sockets alone when small reads follow each other at once; a latency, and so short. */
    private static final long PAUSE_NANOS = 100_000;
    /** From rows that were sent to the question whether they have come: a lag is known no finer than this. */
    private static final int ACKNOWLEDGE_DELAY_MS = 10;

    private final int number;
    private final AtomicInteger connections = new AtomicInteger();
    private final Queue<PolledConnection> calls = new ArrayDeque<>(); // the lock of this and the next
    private @Nullable Selector selector;

    // of the thread alone
    private final Set<PolledConnection> polledConnections = new HashSet<>();
    private boolean asks;
    private long asksAtNanos;
    private int reads;
    private long bytesRead;

    private SocketPoller(int number) {
        this.number = number;
    }

    /** The one of a Vert.x that has the fewest connections. */
    static SocketPoller of(Vertx vertx) {
        LocalMap<Integer, SocketPoller> socketPollers = vertx.sharedData().getLocalMap(SHARED);
        SocketPoller fewest = socketPollers.computeIfAbsent(0, SocketPoller::new);
        for (int i = 1; i < READERS_MAX; i++) {
            SocketPoller other = socketPollers.computeIfAbsent(i, SocketPoller::new);
            fewest = other.connections.get() < fewest.connections.get() ? other : fewest;
        }
        return fewest;
    }

    /** Reads a connection until it ends; the calling thread waits, and looks after the session. */
    void read(Session session) throws IOException, InterruptedException {
        PolledConnection polledConnection = new PolledConnection(session);
        session.onRoom(() -> call(polledConnection));
        connections.incrementAndGet();
        try {
            call(polledConnection);
            while (!polledConnection.await(session.tickMs())) {
                try {
                    session.tick();
                } catch (RuntimeException mistake) { // such as of a bus that is closed: the source ends before we go
                    session.finish(String.valueOf(mistake));
                }
            }
        } catch (InterruptedException interrupted) {
            session.finish("interrupted"); // so that nobody reads it any more
            throw interrupted;
        } finally {
            if (polledConnection.isEnded()) {
                session.onRoom(() -> {}); // else what it has read is kept until the next one comes
            }
            connections.decrementAndGet();
        }
    }

    /** Has the thread attend to a connection: a new one, one whose window has room, or one that was closed. */
    private void call(PolledConnection polledConnection) {
        synchronized (calls) {
            if (polledConnection.isEnded()) {
                return;
            }
            calls.add(polledConnection);
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
            } catch (IOException noneLeft) {
                calls.clear();
                polledConnection.finish(noneLeft);
            }
        }
    }

    private void run(Selector opened) {
        try (opened) {
            while (answerCalls(opened)) {
                sweep(opened);
            }
        } catch (IOException | RuntimeException | Error failure) {
            synchronized (calls) {
                selector = null;
                polledConnections.addAll(calls);
                calls.clear();
                polledConnections.forEach(
                        polledConnection -> polledConnection.finish(failure)); // before the next thread has them
                polledConnections.clear();
            }
        }
    }

    /** False when no connection is left: then the thread ends, and the next call starts another. */
    private boolean answerCalls(Selector opened) {
        while (true) {
            PolledConnection polledConnection;
            synchronized (calls) {
                polledConnection = calls.poll();
                if (polledConnection == null && polledConnections.isEmpty()) {
                    selector = null;
                    return false;
                }
            }
            if (polledConnection == null) {
                return true;
            }
            if (polledConnection.answer(opened)) {
                polledConnections.add(polledConnection);
                schedulePositionRequests();
            } else {
                polledConnections.remove(polledConnection);
            }
        }
    }

    /** Waits until something has come, and reads it, from each connection once. */
    private void sweep(Selector opened) throws IOException {
        reads = 0;
        bytesRead = 0;
        opened.select(key -> read((PolledConnection) key.attachment(), key), asks ? ACKNOWLEDGE_DELAY_MS : 0);
        requestPositionsIfDue();
        if (reads > 0 && bytesRead < (long) reads * SMALL_READ_BYTES && opened.selectNow() > 0) {
            // Messages come one by one, and faster than we take them: several at once are cheaper, for the sender as
            // well, who need not wake anyone while nobody waits.
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

    /** Has {@link #requestPositionsIfDue} ask: rows may have been sent, of what was read or of what had waited for room. */
    private void schedulePositionRequests() {
        if (!asks) {
            asks = true;
            asksAtNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(ACKNOWLEDGE_DELAY_MS);
        }
    }

    /** Asks for acknowledgements, once for all that was sent in a while. */
    private void requestPositionsIfDue() {
        if (asks && System.nanoTime() - asksAtNanos >= 0) {
            asks = false;
            polledConnections.forEach(PolledConnection::requestPositions);
        }
    }
}
