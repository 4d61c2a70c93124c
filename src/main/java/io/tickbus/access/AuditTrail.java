package io.tickbus.access;

import io.tickbus.logging.Repeats;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * Records what one client did, as log lines. The lines have a logger of their own, {@value #LOGGER}, so that an operator
 * can send them to a file of their own. A line counts rows and never contains values of rows. Belongs to one thread.
 *
 * <p>A line is written at once. If a client repeats an action on a table within a second, the repetitions are one line,
 * which is written with the next such action or when the client disconnects. Refusals are counted for a minute.
 */
public final class AuditTrail {
    /** The name of the logger. */
    public static final String LOGGER = "io.tickbus.audit";

    private static final Logger LOG = LoggerFactory.getLogger(LOGGER);

    /** Records nothing. A server without users uses it, because its clients have no identity. */
    public static final AuditTrail NONE = new AuditTrail(null, refusals());

    private static final long LINE_EVERY_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final @Nullable Caller caller;
    private final Repeats refusals;
    private final Map<Action, Repetitions> repeated = new HashMap<>();

    private record Action(String message, String table) {}

    private static final class Repetitions {
        private long lineNanos;
        private long rows;
        private long times;
    }

    private AuditTrail(@Nullable Caller caller, Repeats refusals) {
        this.caller = caller;
        this.refusals = refusals;
    }

    /**
     * Returns the audit trail of a client.
     *
     * @param refusals counts the refusals of the clients of a server, see {@link #refusals}
     */
    public static AuditTrail of(Caller caller, Repeats refusals) {
        return new AuditTrail(caller, refusals);
    }

    /** Returns the count of the refusals of a server. All audit trails of the server share it. */
    public static Repeats refusals() {
        return new Repeats(LOG);
    }

    /** Records that the client was admitted. */
    public void connected(Rights rights) {
        write("connected", "rights", rights.text());
    }

    /** Records that the client disconnected or logged out. Writes what is left to write. */
    public void disconnected() {
        repeated.forEach((action, counted) -> {
            if (counted.times > 0) {
                write(action, counted);
            }
        });
        write("disconnected", "", "");
    }

    /**
     * Records that the client or one of its requests was refused. Equal refusals of one user and address are counted, and
     * written once a minute. Refusals of a client whose name was not checked are equal if they have one kind, because
     * such a client chooses a part of the reason. A client can send any number of wrong requests, and must not fill the disk.
     */
    public void refused(Enum<?> kind, String reason) {
        if (caller == null || !LOG.isInfoEnabled()) {
            return;
        }
        String shown = PrintableText.of(reason);
        refusals.note(
                Level.INFO,
                caller.identity() + " " + (caller.isKnown() ? shown : kind),
                "refused",
                line -> identified(line, caller).addKeyValue("reason", shown));
    }

    /** Records that the client appended rows to a table. */
    public void appended(String table, long rows) {
        count("appended", table, rows);
    }

    /** Records that the client received rows of a table as the answer to a question. */
    public void asked(String table, long rows) {
        count("asked", table, rows);
    }

    /** Records that the client subscribed to a table, or to all tables if the name is empty. */
    public void subscribed(String table) {
        write("subscribed", "table", table.isEmpty() ? "all" : PrintableText.of(table));
    }

    /** Records that the client changed how the program runs, for example a log level. */
    public void changed(String what) {
        write("changed", "what", PrintableText.of(what));
    }

    private void count(String message, String table, long rows) {
        if (caller == null || !LOG.isInfoEnabled()) {
            return;
        }
        Action action = new Action(message, table);
        Repetitions known = repeated.computeIfAbsent(action, first -> new Repetitions());
        known.rows += rows;
        known.times++;
        long now = System.nanoTime();
        if (known.lineNanos == 0 || now - known.lineNanos >= LINE_EVERY_NANOS) {
            known.lineNanos = now;
            write(action, known);
        }
    }

    private void write(Action action, Repetitions counted) {
        line().addKeyValue("table", PrintableText.of(action.table))
                .addKeyValue("rows", counted.rows)
                .addKeyValue("times", counted.times)
                .log(action.message);
        counted.rows = 0;
        counted.times = 0;
    }

    private void write(String message, String key, String value) {
        if (caller == null || !LOG.isInfoEnabled()) {
            return;
        }
        LoggingEventBuilder line = line();
        (key.isEmpty() ? line : line.addKeyValue(key, value)).log(message);
    }

    private LoggingEventBuilder line() {
        LoggingEventBuilder line = LOG.atInfo();
        return caller == null ? line : identified(line, caller);
    }

    private static LoggingEventBuilder identified(LoggingEventBuilder line, Caller caller) {
        return line.addKeyValue("server", caller.server())
                .addKeyValue("user", PrintableText.of(caller.user()))
                .addKeyValue("client", caller.address());
    }
}
