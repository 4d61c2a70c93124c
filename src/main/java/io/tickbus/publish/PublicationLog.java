package io.tickbus.publish;

import io.tickbus.q.Value;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The log of what a tickerplant publishes, or no log. A tickerplant and a gateway append to it; messages are written at the end of
 * the turn. While the disk is full, messages that could not be written are kept and written again, and a log that could not be begun
 * is begun again. Nothing is in the file twice, and nothing that was appended is left out. On one event loop.
 */
public final class PublicationLog {
    private static final Logger LOG = LoggerFactory.getLogger(PublicationLog.class);
    private static final long NONE = -1;

    /** Opens the log of a day. */
    @FunctionalInterface
    public interface LogOpener {
        /** Opens the log of a day, to go on with it or in its place. */
        DayLog open(LogDirectory logs, LocalDate day) throws IOException;
    }

    /** What a tickerplant does about an outage. */
    public interface Listener {
        /** The log cannot be written or begun. Called again when the reason changes. */
        void failed(String reason);

        /** All that had failed is done. */
        void recovered();
    }

    /** The time from the first write that failed to the next write that did not. */
    private static final class Outage {
        private final Promise<Void> over = Promise.promise();
        private String reason = "";
        private long attempts;
    }

    private record Unwritten(Value message, Runnable written) {}

    private final Vertx vertx;
    private final String writer;
    private final @Nullable LogDirectory logs;
    private final LogOpener opener;
    private final long retryMs;
    private final Listener listener;
    private final Context context;
    private final List<Unwritten> unwritten = new ArrayList<>(); // of one turn
    private LocalDate day = LocalDate.MIN;
    private @Nullable DayLog log;
    private boolean isWriteDue;
    private boolean ended;
    private @Nullable Outage outage;
    private long timer = NONE;

    /**
     * A log that is not open. To be called on the Vert.x context that uses it.
     *
     * @param writer what writes the log, for messages to an operator
     * @param logs null for no log
     * @param opener of each day's log
     * @param retryMs between two attempts to write after one has failed
     * @param listener called on the context
     */
    public PublicationLog(
            Vertx vertx,
            String writer,
            @Nullable LogDirectory logs,
            LogOpener opener,
            long retryMs,
            Listener listener) {
        this.vertx = vertx;
        this.writer = writer;
        this.logs = logs;
        this.opener = opener;
        this.retryMs = retryMs;
        this.listener = listener;
        this.context = Objects.requireNonNull(Vertx.currentContext(), "no Vert.x context");
    }

    /** Returns where the logs are; null for no log. */
    public @Nullable LogDirectory directory() {
        return logs;
    }

    /** Returns whether there is to be a log. */
    public boolean isEnabled() {
        return logs != null;
    }

    /** Returns the day to begin with, as {@link LogDirectory#dayToContinue}. */
    public LocalDate firstDay(LocalDate today) throws IOException {
        return logs == null ? today : logs.dayToContinue(today);
    }

    /** Opens the first log. */
    public void open(LocalDate day) throws IOException {
        this.day = day;
        log = logs == null ? null : opener.open(logs, day);
    }

    /**
     * Closes the log that is open, and opens the log of a day.
     *
     * @return false when it cannot be opened now; this is tried again until it succeeds, or another day begins
     */
    public boolean openDay(LocalDate day) {
        close();
        this.day = day;
        return work();
    }

    /**
     * Takes a message, unless {@link #failure} gives a reason.
     *
     * @param written called once the message is in the file; at once when there is no log
     */
    public void append(Value message, Runnable written) {
        if (logs == null) {
            written.run();
            return;
        }
        unwritten.add(new Unwritten(message, written));
        if (!isWriteDue) {
            isWriteDue = true;
            context.runOnContext(endOfTurn -> {
                isWriteDue = false;
                write();
            });
        }
    }

    /** Returns a future that completes when the log can be written; it is complete while there is no outage. */
    public Future<Void> writable() {
        return outage == null ? Future.succeededFuture() : outage.over.future();
    }

    /** Returns why nothing can be written; null while there is no outage. */
    public @Nullable String failure() {
        if (ended) {
            return "it is closed: " + writer + " stops";
        }
        return outage == null ? null : outage.reason;
    }

    /** Writes what was appended. Returns false during an outage. */
    public boolean write() {
        return outage == null && work();
    }

    /** Writes what was appended, and returns the log; null when there is none, or it could not be opened. */
    public @Nullable DayLog writtenLog() {
        write();
        return log;
    }

    /** Does what is due: opens the log, writes what waits for it. */
    private boolean work() {
        LogDirectory dir = logs;
        if (dir == null) {
            return true;
        }
        if (ended) {
            return false;
        }
        timer = cancel();
        DayLog open = log;
        try {
            if (open == null) {
                open = opener.open(dir, day);
                log = open;
            }
            open.write(messages());
        } catch (IOException | RuntimeException | Error failure) { // an Error: no memory for the bytes of a message
            failed(open == null ? String.valueOf(failure.getMessage()) : open.path() + ": " + failure);
            return false;
        }
        List<Unwritten> written = List.copyOf(unwritten);
        unwritten.clear();
        try {
            written.forEach(each -> each.written.run());
        } finally {
            succeeded(open);
        }
        return true;
    }

    private List<Value> messages() {
        return unwritten.stream().map(Unwritten::message).toList();
    }

    private void failed(String reason) {
        Outage current = outage == null ? new Outage() : outage;
        outage = current;
        current.attempts++;
        if (!reason.equals(current.reason)) {
            current.reason = reason;
            LOG.atError()
                    .addKeyValue("reason", reason)
                    .addKeyValue("retryMs", retryMs)
                    .log(writer + " cannot write its log, and publishes nothing until it can");
            listener.failed(reason);
        }
        timer = vertx.setTimer(retryMs, due -> {
            timer = NONE;
            work();
        });
    }

    private void succeeded(DayLog open) {
        Outage past = outage;
        if (past != null) {
            outage = null;
            LOG.atWarn()
                    .addKeyValue("log", open.path())
                    .addKeyValue("failed", past.attempts)
                    .log(writer + " writes its log again");
            past.over.complete();
            listener.recovered();
        }
    }

    private long cancel() {
        if (timer != NONE) {
            vertx.cancelTimer(timer);
        }
        return NONE;
    }

    /** Closes the log at the end. */
    public void closeDay() {
        close();
        ended = logs != null;
        timer = cancel();
        if (outage != null) {
            outage.over.complete();
            outage = null;
            listener.recovered(); // nothing waits for it any more
        }
    }

    /** Closes the log that is open, until {@link #openDay}. */
    public void close() {
        DayLog open = log;
        log = null;
        if (open == null) {
            return;
        }
        try (open) {
            open.write(messages());
            unwritten.forEach(each -> each.written.run());
        } catch (IOException | RuntimeException | Error failure) {
            LOG.atError()
                    .addKeyValue("log", open.path())
                    .addKeyValue("missing", unwritten.size())
                    .addKeyValue("reason", failure.toString())
                    .log(writer + " closes its log without its last messages, which were not published either");
        }
        unwritten.clear();
    }
}
