package io.tickbus.server;

import io.tickbus.access.PrintableText;
import io.tickbus.logging.Repeats;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Counts and logs the refusals of a {@link QServer}. The first refusal of a kind is logged at once. Later refusals of
 * this kind are logged as a count, see {@link Repeats}. A flood of refused clients therefore does not fill the log.
 * Thread-safe.
 */
final class RefusalCounts {
    private static final Logger LOG = LoggerFactory.getLogger(QServer.class);

    private final Map<Refusal, Long> counts = new EnumMap<>(Refusal.class);
    private final Repeats repeats = new Repeats(LOG);

    void note(Refusal refusal, Object client, String reason) {
        note(refusal, client, reason, null);
    }

    /** Counts a refusal. Logs the refusal unless a refusal of this kind was logged recently. */
    void note(Refusal refusal, Object client, String reason, @Nullable Throwable cause) {
        synchronized (this) {
            counts.merge(refusal, 1L, Long::sum);
        }
        String name =
                // Converts the client to text, because a log line that is written later must not keep the connection in
                // memory.
                client.toString();
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

    /** Returns the count of each refusal, including zero counts. */
    synchronized Map<Refusal, Long> counts() {
        Map<Refusal, Long> all = new EnumMap<>(Refusal.class);
        for (Refusal refusal : Refusal.values()) {
            all.put(refusal, counts.getOrDefault(refusal, 0L));
        }
        return all;
    }
}
