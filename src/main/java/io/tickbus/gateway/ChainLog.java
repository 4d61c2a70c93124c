package io.tickbus.gateway;

import io.tickbus.publish.DayLog;
import io.tickbus.publish.LogDirectory;
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
 * The log of what a chained tickerplant publishes, one message of it each; or none. What was appended is written at the end of
 * the turn. A disk that is full holds it up: what could not be written is kept and tried again, and so is a log that could not
 * be begun. On one event loop.
 */
final class ChainLog {
    private static final Logger LOG = LoggerFactory.getLogger(ChainLog.class);
    private static final long NONE = -1;

    /** From the first write that failed to the next that did not. */
    private static final class Outage {
        private final Promise<Void> over = Promise.promise();
        private String reason = "";
        private long attempts;
    }

    private final Vertx vertx;
    private final @Nullable LogDirectory logs;
    private final long retryMs;
    private final Runnable mended;
    private final Context context;
    private final List<Value> unwritten = new ArrayList<>(); // of one turn
    private LocalDate day = LocalDate.MIN;
    private @Nullable DayLog log;
    private boolean isWriteDue;
    private @Nullable Outage outage;
    private long timer = NONE;

    /**
     * @param logs null for no log
     * @param retryMs between two attempts to write after one has failed
     * @param mended told when what had failed was done after all
     */
    ChainLog(Vertx vertx, @Nullable LogDirectory logs, long retryMs, Runnable mended) {
        this.vertx = vertx;
        this.logs = logs;
        this.retryMs = retryMs;
        this.mended = mended;
        this.context = Objects.requireNonNull(Vertx.currentContext(), "no Vert.x context");
    }

    /** Where the logs are; null for none. */
    @Nullable
    LogDirectory directory() {
        return logs;
    }

    /** Whether there is to be a log. */
    boolean isWanted() {
        return logs != null;
    }

    /** The day to begin with, as {@link LogDirectory#dayToGoOnWith}. */
    LocalDate firstDay(LocalDate today) throws IOException {
        return logs == null ? today : logs.dayToGoOnWith(today);
    }

    /** Begins the first log, of a day from its first message on. */
    void open(LocalDate day) throws IOException {
        this.day = day;
        log = logs == null ? null : logs.openAnew(day);
    }

    /**
     * Closes the log before, and begins that of a day from its first message on.
     *
     * @return false when it cannot be begun now, and is tried again until it is, or another one
     */
    boolean begin(LocalDate day) {
        close();
        this.day = day;
        return work();
    }

    /** Takes a message that is going to be published; not while {@link #writable} says otherwise. */
    void append(Value message) {
        if (logs == null) {
            return;
        }
        unwritten.add(message);
        if (!isWriteDue) {
            isWriteDue = true;
            context.runOnContext(endOfTurn -> {
                isWriteDue = false;
                write();
            });
        }
    }

    /** Succeeded as long as what is published is logged too; else it does when it is again. */
    Future<Void> writable() {
        return outage == null ? Future.succeededFuture() : outage.over.future();
    }

    /** Why nothing can be written; null when something can. */
    @Nullable
    String failure() {
        return outage == null ? null : outage.reason;
    }

    /** Writes what was appended; false while that is not possible. */
    boolean write() {
        return outage == null && work();
    }

    /** The log with all that is in the file, null when there is none. */
    @Nullable
    DayLog written() {
        write();
        return log;
    }

    /** Does what is due: begins the log, writes what waits for it. */
    private boolean work() {
        LogDirectory dir = logs;
        if (dir == null) {
            return true;
        }
        timer = cancel();
        DayLog open = log;
        try {
            if (open == null) {
                open = dir.openAnew(day);
                log = open;
            }
            if (!unwritten.isEmpty()) {
                open.write(unwritten);
                unwritten.clear();
            }
        } catch (IOException failure) {
            failed(open == null ? String.valueOf(failure.getMessage()) : open.path() + ": " + failure);
            return false;
        }
        succeeded(open);
        return true;
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
                    .log("chained tickerplant cannot write its log, and publishes nothing until it can");
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
                    .log("chained tickerplant writes its log again");
            past.over.complete();
            mended.run();
        }
    }

    private long cancel() {
        if (timer != NONE) {
            vertx.cancelTimer(timer);
        }
        return NONE;
    }

    /** Closes all, at the end. */
    void end() {
        close();
        timer = cancel();
        if (outage != null) {
            outage.over.complete();
            outage = null;
        }
    }

    private void close() {
        DayLog open = log;
        log = null;
        if (open == null) {
            return;
        }
        try (open) {
            open.write(unwritten);
        } catch (IOException failure) {
            LOG.atError()
                    .addKeyValue("log", open.path())
                    .addKeyValue("missing", unwritten.size())
                    .addKeyValue("reason", failure.toString())
                    .log("chained tickerplant's log lacks its last messages, and may lack others");
        }
        unwritten.clear();
    }
}
