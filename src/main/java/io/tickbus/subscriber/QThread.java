package io.tickbus.subscriber;

import io.tickbus.config.SubscriberConfig;
import io.tickbus.event.Addresses;
import io.tickbus.event.Status;
import io.tickbus.logging.Repeats;
import io.tickbus.q.QFormatException;
import io.tickbus.q.Schema;
import io.tickbus.q.wire.Connection;
import io.tickbus.retry.Backoff;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.io.IOException;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * The thread that keeps a subscriber connected. It connects, subscribes, catches up, and then waits while the {@link
 * SocketPoller} reads. Over TLS, this thread reads the connection itself. After a failure, it connects again, until
 * {@link #stop}.
 *
 * <p>{@link SubscriberVerticle} creates the thread. It is not a worker thread, because a blocked worker cannot run the
 * verticle's stop. Any thread may call the getters and {@link #publish}.
 */
final class QThread implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(QThread.class);
    private static final String MOVED = "subscriber moved";

    /**
     * A session first waits for acknowledgements of the previous session. After this time, in ms, the status reports
     * the wait.
     */
    private static final int SETTLE_REPORT_MS = 1000;

    private final SubscriberHost host;
    private final SubscriberConfig config;
    private final SubscriberCounters counters = new SubscriberCounters();
    private final RejectionReporter rejections;
    private final PartitionWriters partitions;
    private final Backoff backoff;
    private final SilenceHistory silences;
    private final Promise<Void> ended = Promise.promise();
    private final Thread thread;
    private volatile SubscriberState state = SubscriberState.CONNECTING;
    private volatile String reason = "";
    private volatile ReplayProgress progress = ReplayProgress.NONE;
    private volatile boolean stopping;
    private final Repeats repeats = new Repeats(LOG);
    private volatile @Nullable Connection connection;
    private volatile @Nullable Session session;

    QThread(SubscriberHost host, SubscriberConfig config) {
        this(host, config, new SplittableRandom());
    }

    /** @param random source of the random part of reconnect delays */
    QThread(SubscriberHost host, SubscriberConfig config, RandomGenerator random) {
        this.host = host;
        this.config = config;
        this.rejections = new RejectionReporter(host, config.name(), counters);
        this.partitions = new PartitionWriters(host, config, counters, rejections, () -> stopping, this::ownerLostRows);
        this.backoff = new Backoff(
                config.connection().reconnectDelayMsMin(), config.connection().reconnectDelayMsMax(), random);
        this.silences = new SilenceHistory(host.nanoTime());
        this.thread =
                QThreadFactory.unstarted(config.threading(), SubscriberVerticle.Q_THREAD_PREFIX + config.name(), this);
    }

    void start() {
        TickerplantMessage.intern();
        thread.start();
    }

    /**
     * Ends the thread when all received rows are acknowledged, or after {@code stopTimeoutMs}. Any thread may call
     * this, and repeated calls are allowed.
     *
     * @return a future that completes when the thread has ended
     */
    Future<Void> stop() {
        stopping = true;
        Connection open = connection;
        if (open != null) {
            open.close();
        }
        Session current = session;
        if (current != null) {
            current.finish("stopping");
        }
        // This call wakes the reader thread, which must see the changes above.
        partitions.close();
        if (thread.getState() == Thread.State.NEW) {
            ended.tryComplete();
        }
        return ended.future();
    }

    private void ownerLostRows() {
        Session current = session;
        if (current != null) {
            current.finish("the owner of the tables does not have what it had");
        }
    }

    @Override
    public void run() {
        host.onOwner(partitions::onOwner);
        try {
            while (!stopping) {
                String failure = session();
                if (!stopping) {
                    moveTo(SubscriberState.BACKING_OFF, failure);
                    long owner = host.epoch();
                    host.await(() -> stopping || host.epoch() != owner, backoff.nextDelayMs());
                }
            }
            partitions.publishMissing(true);
            partitions.flush();
            if (!partitions.drain()) {
                LOG.atWarn()
                        .addKeyValue("subscriber", config.name())
                        .addKeyValue("rows", counters.received() - counters.applied())
                        .log("stopped before the owner acknowledged all rows");
            }
        } catch (InterruptedException interrupted) {
            LOG.atWarn().addKeyValue("subscriber", config.name()).log("interrupted");
        } finally {
            try {
                moveTo(SubscriberState.STOPPED, "");
            } finally {
                // The future completes even if publishing fails, because the undeployment waits for it.
                ended.tryComplete();
            }
        }
    }

    /** Runs one session from its connection to its end. Returns the reason of the end. */
    private String session() throws InterruptedException {
        try (Connection current = host.connection()) {
            settle();
            connection = current;
            if (stopping) {
                return "stopping";
            }
            moveTo(
                    SubscriberState.CONNECTING,
                    config.connection().host() + ":" + config.connection().port());
            QConnections.open(current, config);
            moveTo(SubscriberState.SUBSCRIBING, "");
            Session newSession = new Session(host, config, current, partitions, rejections, counters, silences);
            session = newSession;
            return runSession(newSession);
        } catch (QFormatException malformed) { // the rest of the stream cannot be decoded
            return rejections.malformed(
                    malformed,
                    config.connection().host() + ":" + config.connection().port());
        } catch (IOException failure) {
            return reason(failure);
        } catch (RuntimeException | Error mistake) { // an uncaught exception would end the thread
            LOG.atError()
                    .setCause(mistake)
                    .addKeyValue("subscriber", config.name())
                    .log("a session failed for a reason of our own");
            return String.valueOf(mistake);
        } finally {
            silences.pause();
            session = null;
            connection = null;
            partitions.publishMissing(true);
            partitions.flush();
            partitions.requestPositions();
        }
    }

    private void settle() throws IOException, InterruptedException {
        partitions.flush();
        partitions.requestPositions();
        if (!partitions.isSettled() && !host.await(() -> stopping || partitions.isSettled(), SETTLE_REPORT_MS)) {
            moveTo(SubscriberState.BACKING_OFF, "the owner of the tables has not taken all that came before");
        }
        partitions.settle();
    }

    private String runSession(Session current) throws IOException, InterruptedException {
        SubscribeProtocol.Reply reply = subscribe(current);
        CatchUp catchUp = new CatchUp(config, host, current, partitions, rejections, this::onProgress);
        String incomplete = catchUp.run(reply);
        current.applyRetained();
        counters.timesLive.incrementAndGet();
        String refused = partitions.refused().reason();
        moveTo(SubscriberState.LIVE, join(incomplete, refused));
        backoff.reset();
        Map<String, Schema> tables = partitions.schemas();
        TickerplantAppender tickerplantAppender = new TickerplantAppender(host::connection, config, tables);
        SubscriberHost.Registration registration = host.acceptRows(tables.keySet(), tickerplantAppender::publish);
        try {
            host.read(current);
        } finally {
            registration.close();
            tickerplantAppender.close();
        }
        String finishReason = current.finishReason();
        return finishReason == null ? "q closed the connection" : finishReason;
    }

    private void onProgress(ReplayProgress newProgress) {
        progress = newProgress;
        if (state == SubscriberState.REPLAYING) {
            // The periodic status will publish this reason.
            reason = newProgress.toString();
        } else {
            moveTo(SubscriberState.REPLAYING, newProgress.toString());
        }
    }

    private SubscribeProtocol.Reply subscribe(Session current) throws IOException {
        try {
            return current.subscribe();
        } catch (IOException failure) {
            if (current.retainedMessages() > 0) {
                rejections.reject(
                        "",
                        RejectReason.UNSUBSCRIBED,
                        current.retainedMessages() + " messages came before a subscription that failed");
            }
            throw failure;
        }
    }

    /**
     * Returns why a session has ended. If this program has ended the session, returns its own reason instead of the
     * socket's error.
     */
    private String reason(IOException failure) {
        Session current = session;
        String finishReason = current == null ? null : current.finishReason();
        return finishReason == null ? String.valueOf(failure.getMessage()) : finishReason;
    }

    /** Changes the state, logs the reason and publishes the status. All changes of the state use this method. */
    private void moveTo(SubscriberState next, String newReason) {
        if (next == state && newReason.equals(reason)) {
            return;
        }
        boolean changed = next != state;
        state = next;
        reason = newReason;
        if (changed) {
            log(next, newReason);
        }
        publish();
    }

    /** Logs a change of the state for an operator. Repeated failures are only counted. */
    private void log(SubscriberState next, String newReason) {
        UnaryOperator<LoggingEventBuilder> pairs = line -> line.addKeyValue("subscriber", config.name())
                .addKeyValue("state", next)
                .addKeyValue("reason", newReason);
        if (next == SubscriberState.BACKING_OFF) {
            repeats.note(Level.WARN, newReason, MOVED, pairs);
            return;
        }
        boolean isFinal = next == SubscriberState.LIVE || next == SubscriberState.STOPPED;
        if (isFinal) {
            repeats.flush();
        }
        if (next == SubscriberState.STOPPED) {
            rejections.flush();
        }
        pairs.apply(LOG.atLevel(next == SubscriberState.LIVE ? Level.INFO : Level.DEBUG))
                .log(MOVED);
    }

    SubscriberState state() {
        return state;
    }

    /** Returns the progress of the last replay. */
    ReplayProgress progress() {
        return progress;
    }

    SubscriberCounters counters() {
        return counters;
    }

    /** Returns the length of q's current silence, in ms. Returns 0 while the connection is not read. */
    long silentMs() {
        return silences.silentMs(host.nanoTime());
    }

    /** Returns the length of the longest recent silence that has ended, in ms. */
    long usualSilentMs() {
        return silences.usualMs();
    }

    PartitionWriters partitions() {
        return partitions;
    }

    private static String join(String... reasons) {
        return Stream.of(reasons).filter(text -> !text.isEmpty()).collect(Collectors.joining("; "));
    }

    /** Publishes the subscriber's status. */
    void publish() {
        String problems = state == SubscriberState.LIVE ? partitions.problems() : "";
        String silence = silences.unusualSilence(host.nanoTime());
        Status status = new Status(
                Status.SUBSCRIBER,
                config.name(),
                host.node(),
                host.epoch(),
                state.name(),
                join(reason, problems, silence),
                counters.received(),
                counters.applied(),
                counters.rejected(),
                partitions.lagMs(),
                counters.gaps(),
                partitions.window().rows(),
                partitions.window().bytes(),
                partitions.refused().shortfall(),
                null);
        host.publish(Addresses.STATUS, status.toJson());
    }
}
