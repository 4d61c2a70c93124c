package io.tickbus.gateway;

import io.tickbus.publish.DayLog;
import io.tickbus.publish.LogDirectory;
import io.tickbus.q.Value;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The log of what a chained tickerplant publishes, one message of it each; or none. On one event loop. */
final class ChainLog {
    private static final Logger LOG = LoggerFactory.getLogger(ChainLog.class);

    private final @Nullable LogDirectory logs;
    private final Consumer<String> failed;
    private final Context context;
    private @Nullable DayLog log;
    private boolean isFlushDue;

    /**
     * @param dir null for no log
     * @param failed told why a log could not be written, which is closed then
     */
    ChainLog(@Nullable Path dir, int messageBytesMax, Consumer<String> failed) {
        this.logs = dir == null ? null : new LogDirectory(dir, messageBytesMax);
        this.failed = failed;
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

    /** Begins the log of a day from its first message on, and closes the one before. */
    void begin(LocalDate day) throws IOException {
        close();
        log = logs == null ? null : logs.openAnew(day);
    }

    /** Goes on with the log of another day, after the day of this one has ended. */
    void roll(LocalDate next) {
        if (logs != null && flushed() == null) {
            return; // that has failed already; to begin another would hide what this one lacks
        }
        try {
            begin(next);
        } catch (IOException failure) {
            failed.accept(String.valueOf(failure.getMessage()));
        }
    }

    /** Whether nothing speaks against publishing the message: it is in the log, or will be in this turn, or there is to be none. */
    boolean append(Value message) {
        if (logs == null) {
            return true;
        }
        DayLog open = log;
        if (open == null) {
            return false;
        }
        try {
            open.append(message);
        } catch (IOException failure) {
            fail(open, failure);
            return false;
        }
        if (!isFlushDue) {
            isFlushDue = true;
            context.runOnContext(endOfTurn -> flush());
        }
        return true;
    }

    /** The log with all its messages in the file, null when there is none. */
    @Nullable
    DayLog flushed() {
        flush();
        return log;
    }

    private void flush() {
        isFlushDue = false;
        DayLog open = log;
        if (open == null) {
            return;
        }
        try {
            open.flush();
        } catch (IOException failure) {
            fail(open, failure);
        }
    }

    private void fail(DayLog open, IOException failure) {
        close();
        failed.accept(open.path() + ": " + failure);
    }

    /** Closes all, at the end. */
    void end() {
        close();
        if (logs != null) {
            logs.close();
        }
    }

    private void close() {
        DayLog open = log;
        log = null;
        if (open == null) {
            return;
        }
        try {
            open.close();
        } catch (IOException failure) {
            LOG.error("{}: its last messages may be missing: {}", open.path(), failure.toString());
        }
    }
}
