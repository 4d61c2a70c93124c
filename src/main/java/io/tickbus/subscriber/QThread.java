package io.tickbus.subscriber;

import io.tickbus.config.Secret;
import io.tickbus.config.SubscriberConfig;
import io.tickbus.event.Addresses;
import io.tickbus.event.Status;
import io.tickbus.logging.Repeats;
import io.tickbus.q.Connection;
import io.tickbus.q.QFormatException;
import io.tickbus.q.Schema;
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
 * The thread that keeps a subscriber connected: connects, subscribes, waits while the {@link SocketPoller} reads, and after a failure
 * does it again until it is stopped. Over TLS it reads itself. A thread of our own, since a verticle's worker thread that sits
 * in a wait could never run its own stop.
 */
final class QThread implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(QThread.class);
    private static final String MOVED = "subscriber moved";

    /** How long the owner may take to acknowledge the last rows of a session before it is mentioned, in ms. */
    private static final int SETTLE_SAID_MS = 1000;

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

    /**
     * @param random for the delays between attempts
     */
    QThread(SubscriberHost host, SubscriberConfig config, RandomGenerator random) {
        this.host = host;
        this.config = config;
        this.rejections = new RejectionReporter(host, config.name(), counters);
        this.partitions = new PartitionWriters(host, config, counters, rejections, () -> stopping, this::ownerLostRows);
        this.backoff = new Backoff(config.reconnectDelayMsMin(), config.reconnectDelayMsMax(), random);
        this.silences = new SilenceHistory(host.nanoTime());
        this.thread =
                QThreadFactory.unstarted(config.threading(), SubscriberVerticle.Q_THREAD_PREFIX + config.name(), this);
    }

    void start() {
        TickerplantMessage.intern();
        thread.start();
    }

    /** Ends the thread: what it has received is handed over first. Completes when it has ended; may be called again. */
    Future<Void> stop() {
        stopping = true;
        Connection current = connection;
        if (current != null) {
            current.close();
        }
        Session begun = session;
        if (begun != null) {
            begun.finish("stopping");
        }
        partitions.close(); // last, since it has the reader look up
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
        host.onOwner(partitions::ownerCame);
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
                ended.tryComplete(); // whatever the bus thinks of it: an undeployment waits for this
            }
        }
    }

    /** One connection, from its making to its end; gives the reason of the end. */
    private String session() throws InterruptedException {
        try (Connection current = host.connection()) {
            settle();
            connection = current;
            if (stopping) {
                return "stopping";
            }
            moveTo(SubscriberState.CONNECTING, config.host() + ":" + config.port());
            open(current, config);
            moveTo(SubscriberState.SUBSCRIBING, "");
            Session begun = new Session(host, config, current, partitions, rejections, counters, silences);
            session = begun;
            return live(begun);
        } catch (QFormatException malformed) { // a header, or a reply: nobody can tell where or how to go on
            return rejections.malformed(malformed, config.host() + ":" + config.port());
        } catch (IOException failure) {
            return reason(failure);
        } catch (RuntimeException | Error mistake) { // whatever it is: without this thread nobody would come back
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
        if (!partitions.isSettled() && !host.await(() -> stopping || partitions.isSettled(), SETTLE_SAID_MS)) {
            moveTo(SubscriberState.BACKING_OFF, "the owner of the tables has not taken all that came before");
        }
        partitions.settle();
    }

    private String live(Session begun) throws IOException, InterruptedException {
        SubscribeProtocol.Reply reply = subscribe(begun);
        CatchUp catchUp = new CatchUp(config, host, begun, partitions, rejections, this::replaying);
        String incomplete = catchUp.run(reply);
        begun.applyRetained();
        counters.lives.incrementAndGet();
        String refused = partitions.refused().reason();
        moveTo(SubscriberState.LIVE, joined(incomplete, refused));
        backoff.reset();
        Map<String, Schema> tables = partitions.schemas();
        TickerplantAppender tickerplantAppender = new TickerplantAppender(host::connection, config, tables);
        SubscriberHost.Offer offer = host.offer(tables.keySet(), tickerplantAppender::publish);
        try {
            host.read(begun);
        } finally {
            offer.close();
            tickerplantAppender.close();
        }
        String ours = begun.finishReason();
        return ours == null ? "q closed the connection" : ours;
    }

    private void replaying(ReplayProgress howFar) {
        progress = howFar;
        if (state == SubscriberState.REPLAYING) {
            reason = howFar.toString(); // for the next publication that is due
        } else {
            moveTo(SubscriberState.REPLAYING, howFar.toString());
        }
    }

    private SubscribeProtocol.Reply subscribe(Session begun) throws IOException {
        try {
            return begun.subscribe();
        } catch (IOException failure) {
            if (begun.retainedMessages() > 0) {
                rejections.reject(
                        "",
                        RejectReason.UNSUBSCRIBED,
                        begun.retainedMessages() + " messages came before a subscription that failed");
            }
            throw failure;
        }
    }

    /** What ended the session: what we did comes before what the socket says of it. */
    private String reason(IOException failure) {
        Session current = session;
        String ours = current == null ? null : current.finishReason();
        return ours == null ? String.valueOf(failure.getMessage()) : ours;
    }

    /** Opens a connection to q as the configuration says. */
    static void open(Connection connection, SubscriberConfig config) throws IOException {
        Secret password = config.password();
        connection.giveUpUnreachable(config.unreachableMsMax());
        connection.open(
                config.host(),
                config.port(),
                config.user(),
                password == null ? null : password.value(),
                config.tls(),
                config.connectTimeoutMs());
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
            log(next, why);
        }
        publish();
    }

    /** What an operator is to see: that rows come, and why they do not, each reason counted while it repeats. */
    private void log(SubscriberState next, String why) {
        UnaryOperator<LoggingEventBuilder> pairs = line -> line.addKeyValue("subscriber", config.name())
                .addKeyValue("state", next)
                .addKeyValue("reason", why);
        if (next == SubscriberState.BACKING_OFF) {
            repeats.note(Level.WARN, why, MOVED, pairs);
            return;
        }
        boolean isOver = next == SubscriberState.LIVE || next == SubscriberState.STOPPED;
        if (isOver) {
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

    /** How far the log was read that was replayed last. */
    ReplayProgress progress() {
        return progress;
    }

    SubscriberCounters counters() {
        return counters;
    }

    /** Returns how long q has said nothing while it was listened to, in ms. */
    long silentMs() {
        return silences.silentMs(host.nanoTime());
    }

    /** Returns the longest silence of late that q has ended, in ms. */
    long usualSilentMs() {
        return silences.usualMs();
    }

    PartitionWriters partitions() {
        return partitions;
    }

    private static String joined(String... reasons) {
        return Stream.of(reasons).filter(one -> !one.isEmpty()).collect(Collectors.joining("; "));
    }

    /** Publishes where the subscriber stands. */
    void publish() {
        String trouble = state == SubscriberState.LIVE ? partitions.trouble() : "";
        String silence = silences.trouble(host.nanoTime());
        Status status = new Status(
                Status.SUBSCRIBER,
                config.name(),
                host.node(),
                host.epoch(),
                state.name(),
                joined(reason, trouble, silence),
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
