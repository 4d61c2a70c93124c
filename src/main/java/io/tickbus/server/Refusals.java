package io.tickbus.server;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What went wrong with clients, counted by kind and told: the first of a kind at once, and what repeats at most once a minute,
 * with the number of those that were not told. So a flood of strangers does not become a flood of log lines.
 */
final class Refusals {
    /** A kind is told no more often. */
    static final long REPEAT_MS = 60_000;

    private static final Logger LOG = LoggerFactory.getLogger(QServer.class);

    private final LongSupplier nanoTime;
    private final Map<Refusal, Kind> kinds = new EnumMap<>(Refusal.class);

    private static final class Kind {
        private long count;
        private long untold;
        private long toldAtNs;
    }

    /** For {@link System#nanoTime} or a test's own. */
    Refusals(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    void note(Refusal refusal, Object client, String reason) {
        note(refusal, client, reason, null);
    }

    /** Counts, and logs unless one of this kind was told lately. */
    synchronized void note(Refusal refusal, Object client, String reason, @Nullable Throwable cause) {
        Kind kind = kinds.computeIfAbsent(refusal, first -> new Kind());
        long now = nanoTime.getAsLong();
        if (kind.count++ > 0 && now - kind.toldAtNs < TimeUnit.MILLISECONDS.toNanos(REPEAT_MS)) {
            kind.untold++;
            return;
        }
        String more = kind.untold == 0 ? "" : " (and " + kind.untold + " more of the kind " + refusal + " before)";
        kind.toldAtNs = now;
        kind.untold = 0;
        LOG.warn("{}: {}{}", client, Printable.of(reason), more, cause);
    }

    /** How many there were of each kind, none being left out. */
    synchronized Map<Refusal, Long> counts() {
        Map<Refusal, Long> counts = new EnumMap<>(Refusal.class);
        for (Refusal refusal : Refusal.values()) {
            Kind kind = kinds.get(refusal);
            counts.put(refusal, kind == null ? 0 : kind.count);
        }
        return counts;
    }
}
