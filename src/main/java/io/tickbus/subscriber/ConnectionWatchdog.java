package io.tickbus.subscriber;

import io.tickbus.config.FlowConfig;
import io.tickbus.config.SubscriberConfig;
import io.tickbus.q.ByteVector;
import io.tickbus.q.Value;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees to it that a connection is worth having: that q is still there, as far as anybody can tell, and that the tables keep up
 * with it.
 */
final class ConnectionWatchdog {
    /** How long there may be no room for what q sends before {@code overflow: replay} lets go of the connection. */
    static final int FULL_MS_MAX = 1000;

    static final int LOOK_MS_MAX = 1000;
    private static final int LOOK_MS_MIN = 10;
    private static final Logger LOG = LoggerFactory.getLogger(ConnectionWatchdog.class);
    private static final Value PING = ByteVector.chars(".u.i"); // an error tells as much

    private final SubscriberHost host;
    private final SubscriberConfig config;
    private final Session session;
    private final PartitionWriters partitions;
    private final SilenceHistory silences;
    private final AtomicInteger pings = new AtomicInteger(); // without an answer
    private volatile long pingedNanos;
    private volatile boolean full;
    private volatile long fullNanos;
    private boolean unusual;

    ConnectionWatchdog(
            SubscriberHost host,
            SubscriberConfig config,
            Session session,
            PartitionWriters partitions,
            SilenceHistory silences) {
        this.host = host;
        this.config = config;
        this.session = session;
        this.partitions = partitions;
        this.silences = silences;
    }

    /** How often to look, in ms: often enough for what is configured. */
    int inspectMs() {
        int silentMs = config.liveness().silentMsMax() > 0 ? config.liveness().silentMsMax() / 4 : LOOK_MS_MAX;
        int pingMs = config.liveness().pingMs() > 0 ? config.liveness().pingMs() / 2 : LOOK_MS_MAX;
        return Math.max(LOOK_MS_MIN, Math.min(LOOK_MS_MAX, Math.min(silentMs, pingMs)));
    }

    /** Begins to listen to q: silence counts from now on. */
    void listen() {
        silences.listen(host.nanoTime());
    }

    /** Something came. */
    void onBytes() {
        silences.onBytes(host.nanoTime());
    }

    /** Whether a response is the answer to a ping. */
    boolean answered() {
        return pings.getAndUpdate(open -> Math.max(0, open - 1)) > 0;
    }

    /** Whether there is no room for what has come; while there is none, nobody listens, and silence says nothing. */
    void isFull(boolean now) {
        if (now && !full) {
            fullNanos = host.nanoTime();
            silences.pause();
        }
        if (full && !now) {
            listen();
        }
        full = now;
    }

    /** Looks, and ends the session where it must. */
    void inspect() {
        long now = host.nanoTime();
        if (full) {
            if (config.flow().overflow() == FlowConfig.Overflow.REPLAY
                    && ms(now - fullNanos) >= FULL_MS_MAX
                    && partitions.areReplayable()) { // else q's queue is all there is
                session.finish("the tables are slower than q; catching up from the log when they have room");
            }
            return;
        }
        reportUnusual(now);
        long silentMs = silences.silentMs(now);
        if (config.liveness().silentMsMax() > 0 && silentMs >= config.liveness().silentMsMax()) {
            session.finish("q said nothing for " + silentMs + " ms (silentMsMax "
                    + config.liveness().silentMsMax() + ")");
        } else if (isUnanswered(now, silentMs)) {
            session.finish(
                    "q said nothing for " + silentMs + " ms, and did not answer when it was asked (unreachableMsMax "
                            + config.liveness().unreachableMsMax() + ")");
        } else if (config.liveness().pingMs() > 0
                && silentMs >= config.liveness().pingMs()
                && pings.compareAndSet(0, 1)) {
            pingedNanos = now;
            session.ping(PING);
        }
    }

    /** The system asks no peer that has yet to confirm a ping: with one under way, keepalive is up to this class. */
    private boolean isUnanswered(long now, long silentMs) {
        long sinceMs = Math.min(silentMs, ms(now - pingedNanos));
        return pings.get() > 0
                && config.liveness().unreachableMsMax() > 0
                && sinceMs >= config.liveness().unreachableMsMax();
    }

    private void reportUnusual(long now) {
        boolean nowUnusual = silences.isUnusual(now);
        if (nowUnusual != unusual) {
            unusual = nowUnusual;
            LOG.atInfo()
                    .addKeyValue("subscriber", config.name())
                    .addKeyValue("silentMs", silences.silentMs(now))
                    .addKeyValue("usualMs", silences.usualMs())
                    .log(nowUnusual ? "q is silent for longer than usual" : "q is heard again");
        }
    }

    private static long ms(long nanos) {
        return nanos / 1_000_000;
    }
}
