package io.tickbus.web;

import io.tickbus.access.AuditTrail;
import io.tickbus.access.Caller;
import io.tickbus.access.PrintableText;
import io.tickbus.logging.Repeats;
import java.util.EnumMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Counts and logs the refused requests of the web server. The first refusal of a kind for a user and an address is
 * logged at once, and later ones as a count, see {@link Repeats}. Thread-safe.
 */
final class WebRefusals {
    private static final Logger LOG = LoggerFactory.getLogger(WebVerticle.class);

    /** A reason for which the web server refuses a request. */
    enum Kind {
        /** The user is unknown, or the password or token is wrong. */
        LOGIN,
        /** Too many logins wait for their check or failed recently. */
        LOGINS,
        /** The user does not have the right for the request. */
        RIGHTS,
        /** The request comes from a page of another site, or names a host that is not this node. */
        ORIGIN,
        /** Too many connections are open. */
        CONNECTIONS,
        /** The client does not finish a request in time. */
        TIMEOUT,
        /** The body of a request is too long. */
        BODY,
        /** The client sends too many messages over a WebSocket. */
        MESSAGES,
        /** The client does not read its answers. */
        SLOW_READER
    }

    private final Map<Kind, Long> counts = new EnumMap<>(Kind.class);
    private final Repeats repeats = new Repeats(LOG);
    private final Repeats audited = AuditTrail.refusals();

    /** Counts a refusal, and logs it unless it was logged recently. */
    void note(Kind kind, Caller caller, String reason) {
        AuditTrail.of(caller, audited).refused(reason);
        noteConnection(kind, caller, reason);
    }

    /** Counts and logs that a connection was closed. The audit trail has requests only. */
    void noteConnection(Kind kind, Caller caller, String reason) {
        synchronized (this) {
            counts.merge(kind, 1L, Long::sum);
        }
        String shown = PrintableText.of(reason);
        String user = PrintableText.of(caller.user());
        repeats.note(
                Level.WARN,
                kind + user + caller.host(),
                "request refused",
                line -> line.addKeyValue("client", caller.address())
                        .addKeyValue("user", user)
                        .addKeyValue("kind", kind)
                        .addKeyValue("reason", shown));
    }

    /** Returns the number of refusals of a kind so far. */
    synchronized long count(Kind kind) {
        return counts.getOrDefault(kind, 0L);
    }
}
