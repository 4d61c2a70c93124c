package io.tickbus.subscriber;

import io.tickbus.config.Secret;
import io.tickbus.config.SubscriberConfig;
import io.tickbus.event.Addresses;
import io.tickbus.event.Status;
import io.tickbus.q.Connection;
import io.tickbus.q.QFormatException;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * The thread that keeps a subscriber connected: connects, subscribes, waits while the {@link Reader} reads, and after a failure
 * does it again until it is stopped. Over TLS it reads itself. A thread of our own, since a verticle's worker thread that sits
 * in a wait could never run its own stop.
 */
final class QThread implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(QThread.class);

    private final Vertx vertx;
    private final SubscriberConfig config;
    private final Counters counters = new Counters();
    private final Rejections rejections;
    private final Partitions partitions;
    private final Backoff backoff;
    private final CompletableFuture<Void> stop = new CompletableFuture<>();
    private final Promise<Void> ended = Promise.promise();
    private final Thread thread;
    private volatile SubscriberState state = SubscriberState.CONNECTING;
    private volatile String reason = "";
    private String warned = "";
    private volatile @Nullable Connection connection;

    QThread(Vertx vertx, SubscriberConfig config) {
        this.vertx = vertx;
        this.config = config;
        this.rejections = new Rejections(vertx, config.name(), counters);
        this.partitions = new Partitions(vertx, config, counters, rejections, stop);
        this.backoff = new Backoff(config.reconnectDelayMsMin(), config.reconnectDelayMsMax(), new SplittableRandom());
        this.thread = Threads.unstarted(config.threading(), SubscriberVerticle.Q_THREAD_PREFIX + config.name(), this);
    }

    void start() {
        thread.start();
    }

    /** Ends the thread: what it has received is handed over first. Completes when it has ended; may be called again. */
    Future<Void> stop() {
        stop.complete(null);
        Connection current = connection;
        if (current != null) {
            current.close();
        }
        partitions.close(); // last, since it has the reader look up
        if (thread.getState() == Thread.State.NEW) {
            ended.tryComplete();
        }
        return ended.future();
    }

    @Override
    public void run() {
        try {
            while (!stop.isDone()) {
                String failure = session();
                if (!stop.isDone()) {
                    long delayMs = backoff.nextDelayMs();
                    moveTo(SubscriberState.BACKING_OFF, failure);
                    pause(delayMs);
                }
            }
            if (!partitions.drain()) {
                LOG.atWarn()
                        .addKeyValue("subscriber", config.name())
                        .addKeyValue("rows", counters.received.get() - counters.applied.get())
                        .log("stopped before the owner acknowledged all rows");
            }
        } catch (InterruptedException interrupted) {
            LOG.atWarn().addKeyValue("subscriber", config.name()).log("interrupted");
        } finally {
            try {
                moveTo(SubscriberState.STOPPED, "");
            } finally {
                ended.tryComplete(); // whatever the bus thinks of it: an undeployment waits for this
            }
        }
    }

    /** One connection, from its making to its end; gives the reason of the end. */
    private String session() throws InterruptedException {
        try (Connection current = new Connection(config.messageBytesMax())) {
            connection = current;
            if (stop.isDone()) {
                return "stopping";
            }
            moveTo(SubscriberState.CONNECTING, config.host() + ":" + config.port());
            Secret password = config.password();
            current.open(
                    config.host(),
                    config.port(),
                    config.user(),
                    password == null ? null : password.value(),
                    config.tls(),
                    config.connectTimeoutMs());
            moveTo(SubscriberState.SUBSCRIBING, "");
            Session session = new Session(config, current, partitions, rejections, counters);
            session.subscribe();
            moveTo(SubscriberState.LIVE, "");
            backoff.reset();
            if (current.isSelectable()) {
                Reader.of(vertx).read(session);
            } else {
                session.pump();
            }
            return "q closed the connection";
        } catch (QFormatException malformed) { // a header, or a reply: nobody can tell where or how to go on
            rejections.reject("", "malformed message: " + malformed.getMessage());
            return String.valueOf(malformed.getMessage());
        } catch (IOException failure) {
            return String.valueOf(failure.getMessage());
        } catch (RuntimeException mistake) {
            LOG.atError().setCause(mistake).log("a session failed for a reason of our own");
            return String.valueOf(mistake);
        } finally {
            partitions.flushAll();
        }
    }

    private void pause(long delayMs) throws InterruptedException {
        try {
            stop.get(delayMs, TimeUnit.MILLISECONDS);
        } catch (TimeoutException waited) {
            // the next attempt is due
        } catch (ExecutionException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Makes every transition: logged once, with its reason, and published. */
    private void moveTo(SubscriberState next, String why) {
        if (next == state && why.equals(reason)) {
            return;
        }
        boolean changed = next != state;
        state = next;
        reason = why;
        if (changed) {
            LOG.atLevel(levelOf(next, why))
                    .addKeyValue("subscriber", config.name())
                    .addKeyValue("state", next)
                    .addKeyValue("reason", why)
                    .log("subscriber moved");
        }
        publish();
    }

    /** What an operator is to see: that rows come, and once why they do not. */
    private Level levelOf(SubscriberState next, String why) {
        if (next == SubscriberState.LIVE) {
            warned = "";
            return Level.INFO;
        }
        if (next == SubscriberState.BACKING_OFF && !why.equals(warned)) {
            warned = why;
            return Level.WARN;
        }
        return Level.DEBUG;
    }

    /** Publishes where the subscriber stands. */
    void publish() {
        Status status = new Status(
                Status.SUBSCRIBER,
                config.name(),
                state.name(),
                reason,
                counters.received.get() - counters.refused.get(),
                counters.applied.get(),
                counters.rejected.get(),
                partitions.lagMs());
        vertx.eventBus().publish(Addresses.STATUS, status.toJson());
    }
}
