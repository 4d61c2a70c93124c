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
 * Log of the messages that a tickerplant or a gateway publishes, or no log. Messages are written at the end of the
 * event loop's turn. While the disk is full, unwritten messages are kept and written again later, and a log that could
 * not be opened is opened again. Each appended message is in the file exactly once. Owned by one event loop.
 */
public final class PublicationLog {
    private static final Logger LOG = LoggerFactory.getLogger(PublicationLog.class);
    private static final long NONE = -1;

    /** Opens the log of a day. */
    @FunctionalInterface
    public interface LogOpener {
        /** Opens the log of a day, to continue it or to replace it. */
        DayLog open(LogDirectory logs, LocalDate day) throws IOException;
    }

    /** Receives the start and the end of outages, on the context of the log. */
    public interface Listener {
        /** Called when the log cannot be written or opened, and again when the reason changes. */
        void failed(String reason);

        /** Called when all that had failed is written. */
        void recovered();
    }

    /** Time from the first failed write to the next successful write. */
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
    private final List<Unwritten> unwritten = new ArrayList<>(); // messages of one turn
    private LocalDate day = LocalDate.MIN;
    private @Nullable DayLog log;
    private boolean isWriteDue;
    private boolean ended;
    private @Nullable Outage outage;
    private long timer = NONE;

    /**
     * Creates a log that is not open. Call this on the Vert.x context that uses the log.
     *
     * @param writer name of the writer in messages for operators
     * @param logs the directory; null for no log
     * @param opener opens each day's log
     * @param retryMs delay between a failed write and the next attempt, in ms
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

    /** Returns the directory of the logs; null for no log. */
    public @Nullable LogDirectory directory() {
        return logs;
    }

    /** Returns whether messages are logged. */
    public boolean isEnabled() {
        return logs != null;
    }

    /**
     * Returns the day to start with, as {@link LogDirectory#dayToContinue} chooses it.
     *
     * @throws IOException if the directory cannot be read
     */
    public LocalDate firstDay(LocalDate today) throws IOException {
        return logs == null ? today : logs.dayToContinue(today);
    }

    /**
     * Opens the first log.
     *
     * @throws IOException if it cannot be opened
     */
    public void open(LocalDate day) throws IOException {
        this.day = day;
        log = logs == null ? null : opener.open(logs, day);
    }

    /**
     * Closes the current log, and opens the log of a day.
     *
     * @return false if the log cannot be opened now; this is retried until it succeeds, or another day begins
     */
    public boolean openDay(LocalDate day) {
        close();
        this.day = day;
        return work();
    }

    /**
     * Appends a message. Call this only if {@link #failure} returns null.
     *
     * @param written called after the message is in the file; immediately if messages are not logged
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

    /** Returns why messages cannot be written; null while there is no outage. */
    public @Nullable String failure() {
        if (ended) {
            return "it is closed: " + writer + " stops";
        }
        return outage == null ? null : outage.reason;
    }

    /** Writes the appended messages. Returns false during an outage. */
    public boolean write() {
        return outage == null && work();
    }

    /**
     * Writes the appended messages, and returns the log; null if messages are not logged, or the log could not be
     * opened.
     */
    public @Nullable DayLog writtenLog() {
        write();
        return log;
    }

    /** Opens the log if it is not open, and writes the messages that wait for it. */
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

    /** Closes the log for good, when its writer stops. */
    public void closeDay() {
        close();
        ended = logs != null;
        timer = cancel();
        if (outage != null) {
            outage.over.complete();
            outage = null;
            listener.recovered(); // no message waits any more
        }
    }

    /** Closes the current log, until {@link #openDay} opens another one. */
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
