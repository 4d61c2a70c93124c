package io.tickbus.subscriber;

import io.tickbus.config.FlowConfig;
import io.tickbus.config.SubscriberConfig;
import io.tickbus.q.ByteVector;
import io.tickbus.q.Value;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends a session if q does not respond, or if the tables are slower than q. Each {@link Session} has its own watchdog.
 * {@link #inspect} runs on the q thread. All other methods run on the reader thread.
 */
final class ConnectionWatchdog {
    /** Maximum time that the window can stay full, in ms. With {@code overflow: replay}, the session then ends. */
    static final int FULL_MS_MAX = 1000;

    static final int INSPECT_MS_MAX = 1000;
    private static final int INSPECT_MS_MIN = 10;
    private static final Logger LOG = LoggerFactory.getLogger(ConnectionWatchdog.class);
    private static final Value PING = ByteVector.chars(".u.i"); // if .u.i is undefined, q responds with an error

    private final SubscriberHost host;
    private final SubscriberConfig config;
    private final Session session;
    private final PartitionWriters partitions;
    private final SilenceHistory silences;
    private final AtomicInteger pings = new AtomicInteger(); // number of pings without a response
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

    /**
     * Returns the interval between two calls of {@link #inspect}, in ms, from 10 to 1000. Shorter limits in the
     * configuration give a shorter interval.
     */
    int inspectMs() {
        int silentMs = config.liveness().silentMsMax() > 0 ? config.liveness().silentMsMax() / 4 : INSPECT_MS_MAX;
        int pingMs = config.liveness().pingMs() > 0 ? config.liveness().pingMs() / 2 : INSPECT_MS_MAX;
        return Math.max(INSPECT_MS_MIN, Math.min(INSPECT_MS_MAX, Math.min(silentMs, pingMs)));
    }

    /** Starts to measure how long q is silent. */
    void listen() {
        silences.listen(host.nanoTime());
    }

    void onBytes() {
        silences.onBytes(host.nanoTime());
    }

    /** Returns whether a received response answers a ping. If so, the ping is counted as answered. */
    boolean isPingResponse() {
        return pings.getAndUpdate(open -> Math.max(0, open - 1)) > 0;
    }

    /**
     * Records whether the window is full. While the window is full, the socket is not read and silence is not measured.
     */
    void onWindow(boolean nowFull) {
        if (nowFull && !full) {
            fullNanos = host.nanoTime();
            silences.pause();
        }
        if (full && !nowFull) {
            listen();
        }
        full = nowFull;
    }

    /** Sends a ping if q has been silent. Ends the session if a limit is exceeded. */
    void inspect() {
        long now = host.nanoTime();
        if (full) {
            if (config.flow().overflow() == FlowConfig.Overflow.REPLAY
                    && ms(now - fullNanos) >= FULL_MS_MAX
                    // Without a log, q's queue has the only copy of the waiting rows. The session must then continue.
                    && partitions.areReplayable()) {
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

    /**
     * Returns whether a ping has had no response for too long. TCP keepalive does not detect a lost peer here, because
     * it sends no probes while sent data is unacknowledged.
     */
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
