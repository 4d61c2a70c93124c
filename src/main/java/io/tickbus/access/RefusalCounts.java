package io.tickbus.access;

import io.tickbus.logging.Repeats;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.event.Level;

/**
 * Counts and logs the refusals of one server. The first refusal of a kind for a user and an address is logged at once,
 * and later ones as a count, see {@link Repeats}. A flood of refused clients therefore does not fill the log.
 * Thread-safe.
 *
 * @param <K> the kinds of refusals
 */
public final class RefusalCounts<K extends Enum<K>> {
    private final Map<K, AtomicLong> counts;
    private final Repeats repeats;
    private final Repeats audited = AuditTrail.refusals();
    private final boolean hasAuditTrail;

    /**
     * @param log the logger of the server
     * @param hasAuditTrail true if the server has users, so that what they do is recorded
     */
    public RefusalCounts(Class<K> kinds, Logger log, boolean hasAuditTrail) {
        this.hasAuditTrail = hasAuditTrail;
        counts = new EnumMap<>(kinds);
        for (K kind : kinds.getEnumConstants()) {
            counts.put(kind, new AtomicLong());
        }
        repeats = new Repeats(log);
    }

    /** Returns the audit trail of a client of the server. */
    public AuditTrail audit(Caller caller) {
        return hasAuditTrail ? AuditTrail.of(caller, audited) : AuditTrail.NONE;
    }

    /** Counts and logs a refusal, and records it in the audit trail of the client. */
    public void noteAudited(K kind, Caller caller, String reason) {
        audit(caller).refused(kind, reason);
        note(kind, caller, reason);
    }

    /** Counts and logs a refusal. */
    public void note(K kind, Caller caller, String reason) {
        note(kind, caller, reason, null);
    }

    /**
     * Counts and logs a refusal.
     *
     * @param cause the bug that caused it, whose stack trace is logged; null if there is none
     */
    public void note(K kind, Caller caller, String reason, @Nullable Throwable cause) {
        counter(kind).incrementAndGet();
        String shown = PrintableText.of(reason);
        String user = PrintableText.of(caller.user());
        repeats.note(
                Level.WARN,
                kind + " " + caller.identity(),
                "refused",
                line -> (cause == null ? line : line.setCause(cause))
                        .addKeyValue("client", caller.address())
                        .addKeyValue("user", user)
                        .addKeyValue("kind", kind)
                        .addKeyValue("reason", shown));
    }

    /** Returns the number of refusals of a kind so far. */
    public long count(K kind) {
        return counter(kind).get();
    }

    private AtomicLong counter(K kind) {
        return Objects.requireNonNull(counts.get(kind));
    }
}
