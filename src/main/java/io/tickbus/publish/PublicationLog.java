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
 * The log of the messages that a tickerplant or a gateway publishes. Logging can be disabled. Messages are written
 * after the current event loop callback. If the log cannot be opened or written, messages stay in memory and the
 * operation is retried. No message is written twice. One event loop owns an object of this class.
 */
public final class PublicationLog {
    private static final Logger LOG = LoggerFactory.getLogger(PublicationLog.class);
    private static final long NONE = -1;

    /** Opens the log of a day. */
    @FunctionalInterface
    public interface LogOpener {
        /** Either continues the log of the day, or replaces it. */
        DayLog open(LogDirectory logs, LocalDate day) throws IOException;
    }

    /**
     * Receives the start and the end of each outage. During an outage, the log cannot be opened or written. The calls
     * run on the context of the log.
     */
    public interface Listener {
        /** Called when an outage starts, and again when its reason changes. */
        void failed(String reason);

        /** Called when the outage ends: all waiting messages are written, or the log is closed. */
        void recovered();
    }

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
    private final List<Unwritten> unwritten = new ArrayList<>();
    private LocalDate day = LocalDate.MIN;
    private @Nullable DayLog log;
    private boolean isWriteDue;
    private boolean ended;
    private @Nullable Outage outage;
    private long timer = NONE;

    /**
     * Creates a log that is not open. Call this on the Vert.x context that will use the log.
     *
     * @param writer the name of the tickerplant or gateway, for log lines and errors
     * @param logs the directory of the logs, or null if messages are not logged
     * @param opener opens the log of each day
     * @param retryMs delay after a failed attempt to open or write the log, in ms
     * @param listener receives the start and the end of outages
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

    /** Returns the directory of the logs, or null if messages are not logged. */
    public @Nullable LogDirectory directory() {
        return logs;
    }

    /** Returns whether messages are logged. */
    public boolean isEnabled() {
        return logs != null;
    }

    /**
     * Returns the day of the first log, see {@link LogDirectory#dayToContinue}.
     *
     * @throws IOException if the directory cannot be read
     */
    public LocalDate firstDay(LocalDate today) throws IOException {
        return logs == null ? today : logs.dayToContinue(today);
    }

    /**
     * Opens the first log.
     *
     * @throws IOException if the log cannot be opened
     */
    public void open(LocalDate day) throws IOException {
        this.day = day;
        log = logs == null ? null : opener.open(logs, day);
    }

    /**
     * Closes the current log, and opens the log of another day.
     *
     * @return false if the log cannot be opened now. Opening is retried until it succeeds or the next day begins.
     */
    public boolean openDay(LocalDate day) {
        close();
        this.day = day;
        return work();
    }

    /**
     * Appends a message. Call this only if {@link #failure} returns null.
     *
     * @param written called when the message is in the file, or at once if messages are not logged
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

    /**
     * Returns a future that completes when the log can be written. The future is already complete if there is no
     * outage.
     */
    public Future<Void> writable() {
        return outage == null ? Future.succeededFuture() : outage.over.future();
    }

    /** Returns the reason why messages cannot be written. Returns null if messages can be written. */
    public @Nullable String failure() {
        if (ended) {
            return "it is closed: " + writer + " stops";
        }
        return outage == null ? null : outage.reason;
    }

    /** Writes the appended messages. Returns false if the log cannot be written. */
    public boolean write() {
        return outage == null && work();
    }

    /**
     * Writes the appended messages, and returns the log. Returns null if messages are not logged, or if the log could
     * not be opened.
     */
    public @Nullable DayLog writtenLog() {
        write();
        return log;
    }

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
        } catch (IOException | RuntimeException | Error failure) {
            // Catches Error, because the memory can be too small for an encoded message.
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

    /** Closes the log when the tickerplant or gateway stops. The log cannot be opened again. */
    public void closeDay() {
        close();
        ended = logs != null;
        timer = cancel();
        if (outage != null) {
            outage.over.complete();
            outage = null;
            listener.recovered(); // A closed log has no unwritten messages, so the outage is over.
        }
    }

    /** Writes the appended messages, and closes the current log. {@link #openDay} opens the next log. */
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
