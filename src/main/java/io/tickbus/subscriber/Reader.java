package io.tickbus.subscriber;

import io.tickbus.config.Threading;
import io.vertx.core.Vertx;
import io.vertx.core.shareddata.LocalMap;
import io.vertx.core.shareddata.Shareable;
import java.io.IOException;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Reads the connections of all subscribers of a Vert.x on one thread, which is there as long as there are any. With a thread for
 * each, a tickerplant that writes every message alone would wake one for every message, and would pay for it.
 *
 * <p>No connection holds another up, since nothing here waits for one: one whose window is full is let be until it has room.
 */
final class Reader implements Shareable {
    private static final String SHARED = "tickbus.readers";

    /** A read of fewer bytes is small: more of them come soon, or the sender is a slow one. */
    private static final int SMALL_READ_BYTES = 1 << 14;
    /** How long to leave the sockets alone when small reads follow each other at once; a latency, and so short. */
    private static final long PAUSE_NANOS = 100_000;
    /** From rows that were sent to the question whether they have come: a lag is known no finer than this. */
    private static final int ACKNOWLEDGE_DELAY_MS = 10;

    private final Queue<Source> calls = new ArrayDeque<>(); // the lock of this and the next
    private @Nullable Selector selector;

    // of the thread alone
    private final Set<Source> sources = new HashSet<>();
    private boolean asks;
    private long asksAtNanos;
    private int reads;
    private long bytesRead;

    /** The one of a Vert.x. */
    static Reader of(Vertx vertx) {
        LocalMap<String, Reader> readers = vertx.sharedData().getLocalMap(SHARED);
        return readers.computeIfAbsent(SHARED, name -> new Reader());
    }

    /** Reads a connection until it ends; the calling thread waits. */
    void read(Session session) throws IOException, InterruptedException {
        Source source = new Source(session);
        session.onRoom(() -> call(source));
        call(source);
        source.await();
    }

    /** Has the thread attend to a connection: a new one, one whose window has room, or one that was closed. */
    private void call(Source source) {
        synchronized (calls) {
            if (source.ended.isDone()) {
                return;
            }
            calls.add(source);
            if (selector != null) {
                selector.wakeup();
                return;
            }
            try {
                Selector opened = Selector.open();
                selector = opened;
                Threads.unstarted(Threading.PLATFORM, SubscriberVerticle.Q_THREAD_PREFIX + "reader", () -> run(opened))
                        .start();
            } catch (IOException noneLeft) {
                calls.clear();
                source.ended.completeExceptionally(noneLeft);
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
                sources.addAll(calls);
                calls.clear();
                Set.copyOf(sources).forEach(source -> source.end(failure)); // before the next thread has them
            }
        }
    }

    /** False when no connection is left: then the thread ends, and the next call starts another. */
    private boolean answerCalls(Selector opened) {
        while (true) {
            Source source;
            synchronized (calls) {
                source = calls.poll();
                if (source == null && sources.isEmpty()) {
                    selector = null;
                    return false;
                }
            }
            if (source == null) {
                return true;
            }
            source.answer(opened);
        }
    }

    /** Waits until something has come, and reads it, from each connection once. */
    private void sweep(Selector opened) throws IOException {
        reads = 0;
        bytesRead = 0;
        opened.select(key -> ((Source) key.attachment()).read(key), asks ? ACKNOWLEDGE_DELAY_MS : 0);
        askInTime();
        if (reads > 0 && bytesRead < (long) reads * SMALL_READ_BYTES && opened.selectNow() > 0) {
            // messages come one by one, and faster than we take them: several at once are cheaper, for the sender as
            // well,
            // who need not wake anyone while nobody waits
            opened.selectedKeys().clear();
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    /** Has {@link #askInTime} ask: rows may be sent, by what was read or by what had waited for room. */
    private void askSoon() {
        if (!asks) {
            asks = true;
            asksAtNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(ACKNOWLEDGE_DELAY_MS);
        }
    }

    /** Asks for acknowledgements, once for all that was sent in a while. */
    private void askInTime() {
        if (asks && System.nanoTime() - asksAtNanos >= 0) {
            asks = false;
            sources.forEach(source -> source.session.ask());
        }
    }

    /** A connection that is read. */
    private final class Source {
        private final Session session;
        private final CompletableFuture<@Nullable Void> ended = new CompletableFuture<>();
        private @Nullable SelectionKey key;

        Source(Session session) {
            this.session = session;
        }

        void await() throws IOException, InterruptedException {
            try {
                ended.get();
            } catch (ExecutionException failure) {
                if (failure.getCause() instanceof IOException broken) {
                    throw broken;
                }
                throw failure.getCause() instanceof RuntimeException mistake
                        ? mistake
                        : new IllegalStateException(failure.getCause());
            }
        }

        /** Begins, or goes on: the window has room, or the connection was closed. */
        void answer(Selector opened) {
            if (ended.isDone()) {
                return;
            }
            sources.add(this);
            try {
                if (key == null) {
                    key = session.connection().register(opened, this);
                }
                takeAll(key);
            } catch (IOException | RuntimeException | Error failure) {
                end(failure);
            }
        }

        void read(SelectionKey ready) {
            try {
                int count = session.readMore();
                reads++;
                bytesRead += count;
                if (count < 0) {
                    end(null);
                } else {
                    takeAll(ready);
                }
            } catch (IOException | RuntimeException | Error failure) {
                end(failure);
            }
        }

        private void takeAll(SelectionKey registered) throws IOException {
            askSoon();
            boolean all = session.takeAll();
            try {
                registered.interestOps(all ? SelectionKey.OP_READ : 0);
            } catch (CancelledKeyException closed) {
                if (all) { // else we are called again
                    throw new ClosedChannelException();
                }
            }
        }

        private void end(@Nullable Throwable failure) {
            sources.remove(this);
            if (key != null) {
                key.cancel();
            }
            if (failure == null) {
                ended.complete(null);
            } else {
                ended.completeExceptionally(failure);
            }
        }
    }
}
