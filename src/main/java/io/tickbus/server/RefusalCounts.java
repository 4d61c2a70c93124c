package io.tickbus.server;

import io.tickbus.logging.Repeats;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * What went wrong with clients, counted by kind and told: the first of a kind at once, and what repeats as a count, as
 * {@link Repeats} says. So a flood of strangers does not become a flood of log lines.
 */
final class RefusalCounts {
    private static final Logger LOG = LoggerFactory.getLogger(QServer.class);

    private final Map<Refusal, Long> counts = new EnumMap<>(Refusal.class);
    private final Repeats repeats = new Repeats(LOG);

    void note(Refusal refusal, Object client, String reason) {
        note(refusal, client, reason, null);
    }

    /** Counts, and logs unless one of this kind was told lately. */
    void note(Refusal refusal, Object client, String reason, @Nullable Throwable cause) {
        synchronized (this) {
            counts.merge(refusal, 1L, Long::sum);
        }
        String name = client.toString(); // now, not when it is told: a connection is not kept for that
        String shown = PrintableText.of(reason);
        repeats.note(
                Level.WARN,
                refusal.name(),
                "trouble with a client",
                line -> (cause == null ? line : line.setCause(cause))
                        .addKeyValue("client", name)
                        .addKeyValue("kind", refusal)
                        .addKeyValue("reason", shown));
    }

    /** How many there were of each kind, none being left out. */
    synchronized Map<Refusal, Long> counts() {
        Map<Refusal, Long> all = new EnumMap<>(Refusal.class);
        for (Refusal refusal : Refusal.values()) {
            all.put(refusal, counts.getOrDefault(refusal, 0L));
        }
        return all;
    }
}
