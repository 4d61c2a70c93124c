package io.tickbus.tickerplant;

import io.tickbus.publish.DayLog;
import io.tickbus.publish.LogDirectory;
import io.tickbus.publish.PublishedTable;
import io.tickbus.publish.SymFilter;
import io.tickbus.q.Atom;
import io.tickbus.q.DayRule;
import io.tickbus.q.Function;
import io.tickbus.q.GeneralList;
import io.tickbus.q.MessageKind;
import io.tickbus.q.QType;
import io.tickbus.q.Schema;
import io.tickbus.q.Value;
import io.tickbus.server.EncodedMessage;
import io.tickbus.server.QConnection;
import io.tickbus.server.QError;
import io.tickbus.server.UpdRows;
import java.io.IOException;
import java.time.Clock;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a tickerplant does: takes rows, publishes them, logs them, and ends the day. In zero-latency mode rows are published as
 * they come, and logged then; in batch mode they are logged as they come, and published at the next {@link #tick}. Times are
 * local, as kdb+tick's are. On one event loop.
 *
 * <p>Source: <a href="https://github.com/KxSystems/kdb-tick">kdb+tick</a>.
 */
final class Tickerplant {
    private static final LocalDate EPOCH = LocalDate.of(2000, 1, 1);

    private static final Logger LOG = LoggerFactory.getLogger(Tickerplant.class);
    private static final Atom END = Atom.symbol(".u.end");

    private final Map<String, PublishedTable> tables = new LinkedHashMap<>();
    private final Clock clock;
    private final boolean batch;
    private final @Nullable LogDirectory logs;
    private final Executor endOfTurn;
    private final TickerplantDay day;
    private @Nullable DayLog log;
    private @Nullable String logFailure;
    private boolean isFlushDue;
    private long published; // of the messages in the log: .u.i

    /**
     * @param batch true to publish only at {@link #tick}
     * @param logs null when there is to be no log
     * @param endOfTurn runs what is to be done once what came in together is done
     * @throws IOException when the log cannot be opened
     */
    Tickerplant(
            Map<String, Schema> schemas, boolean batch, @Nullable LogDirectory logs, Clock clock, Executor endOfTurn)
            throws IOException {
        schemas.forEach((name, schema) -> tables.put(name, new PublishedTable(name, schema)));
        this.batch = batch;
        this.logs = logs;
        this.clock = clock;
        this.endOfTurn = endOfTurn;
        LocalDate today = LocalDate.now(clock);
        this.day = new TickerplantDay(clock, logs == null ? today : logs.dayToGoOnWith(today));
        this.log = logs == null ? null : logs.open(day.date());
        this.published = log == null ? 0 : log.messages();
        if (log != null && day.date().isAfter(today)) {
            LOG.atWarn()
                    .addKeyValue("file", log.path())
                    .addKeyValue("today", today)
                    .log("the newest log goes on: days were ended early");
        }
    }

    /** Subscribes a connection to one table, or to all; the answer is as {@code .u.sub} gives it. */
    Value subscribe(QConnection connection, String table, SymFilter filter) {
        if (!table.isEmpty()) {
            return table(table).subscribe(connection, filter);
        }
        List<Value> answers = new ArrayList<>();
        for (PublishedTable each : tables.values()) {
            answers.add(each.subscribe(connection, filter));
        }
        return new GeneralList(answers.toArray(Value[]::new));
    }

    void forget(QConnection connection) {
        tables.values().forEach(table -> table.unsubscribe(connection));
    }

    /**
     * Takes rows of a table, in any shape that {@link UpdRows} knows.
     *
     * @throws QError when they do not fit; then nothing of them was published or logged
     */
    void upd(String name, Value sent) {
        PublishedTable table = table(name);
        rollIfDue();
        if (logFailure != null) {
            throw new QError("log: " + logFailure);
        }
        UpdRows rows = UpdRows.of(name, table.schema(), sent, LocalDateTime.now(clock));
        if (rows.table().size() == 0) {
            return;
        }
        Value message = new GeneralList(PublishedTable.UPD, Atom.symbol(name), rows.logged());
        if (batch) {
            append(message);
            table.hold(rows.table());
            if (table.isFull()) {
                publishHeld();
            }
        } else {
            table.publish(rows.table());
            published++; // before the log, whose failure takes back what it does not hold
            append(message);
        }
    }

    /** To be called now and then, in batch mode once per interval: publishes what is held and notices midnight. */
    void tick() {
        rollIfDue();
        publishHeld();
    }

    /**
     * Tells every subscriber that a day has ended, and begins the log of the next, unless that has begun already.
     *
     * @throws QError when the day cannot have ended, as {@link DayRule} has it; then no subscriber is told
     */
    void endOfDay(LocalDate ended) {
        String doubt = day.doubt(ended);
        if (!doubt.isEmpty()) {
            LOG.atWarn()
                    .addKeyValue("ended", DayRule.text(ended))
                    .addKeyValue("day", day.date())
                    .addKeyValue("reason", doubt)
                    .log("end of a day that cannot have ended: no subscriber is told");
            throw new QError("domain: .u.end: " + doubt);
        }
        LocalDate next = ended.plusDays(1);
        if (!next.isAfter(day.date())) {
            LOG.atWarn()
                    .addKeyValue("ended", ended)
                    .addKeyValue("day", day.date())
                    .log("end of another day told to all subscribers: the log stays");
        }
        endOfDay(ended, next.isAfter(day.date()) ? next : day.date());
    }

    /** {@code .u.i}: messages logged and published; the generic null without a log. */
    Value count() {
        flush(); // who asks is about to read as many
        return log == null ? Function.GENERIC_NULL : Atom.ofLong(published);
    }

    /** {@code .u.L}: the log's name, absolute, as q writes file names; the generic null without a log. */
    Value logName() {
        return log == null ? Function.GENERIC_NULL : Atom.symbol(":" + log.path());
    }

    /** {@code .u.d}. */
    Value date() {
        return Atom.ofInt(QType.DATE, (int) EPOCH.until(day.date(), ChronoUnit.DAYS));
    }

    Set<String> tables() {
        return tables.keySet();
    }

    /**
     * Where the logs are that clients may read.
     *
     * @throws QError when there are none
     */
    LogDirectory logs() {
        if (logs == null) {
            throw new QError("access: this tickerplant has no log");
        }
        return logs;
    }

    /** Publishes what is held and closes the log. */
    void close() {
        publishHeld();
        closeLog();
    }

    /** Whether anybody wants rows of a table. */
    boolean hasSubscribers(String name) {
        return !table(name).connections().isEmpty();
    }

    private PublishedTable table(String name) {
        PublishedTable table = tables.get(name);
        if (table == null) {
            throw new QError(name); // the name alone, as kdb+tick signals it
        }
        return table;
    }

    private void publishHeld() {
        if (batch) {
            tables.values().forEach(PublishedTable::publishHeld);
            published = log == null ? 0 : log.messages();
            flush();
        }
    }

    private void rollIfDue() {
        if (day.isAhead()) {
            correctDay();
        }
        LocalDate next = day.due();
        if (!next.equals(day.date())) {
            endOfDay(day.date(), next);
        }
    }

    /** The clock was ahead and is back: the log gets the name of the day that it is, so that a replay finds all its rows. */
    private void correctDay() {
        LocalDate wrong = day.date();
        LocalDate right = day.right();
        publishHeld();
        closeLog();
        boolean renamed = rename(wrong, right);
        day.correct(right);
        openLog();
        LOG.atWarn()
                .addKeyValue("wrong", wrong)
                .addKeyValue("day", right)
                .addKeyValue("renamed", renamed)
                .log(
                        renamed || logs == null
                                ? "the clock was ahead and is back: the day has its right date again"
                                : "the clock was ahead and is back: the log of the wrong day is left alone and not replayed");
    }

    private boolean rename(LocalDate wrong, LocalDate right) {
        try {
            return logs != null && logs.rename(wrong, right);
        } catch (IOException failure) {
            LOG.atError()
                    .addKeyValue("wrong", wrong)
                    .addKeyValue("reason", failure)
                    .log("a log cannot be renamed");
            return false;
        }
    }

    private void endOfDay(LocalDate ended, LocalDate next) {
        publishHeld();
        Value date = Atom.ofInt(QType.DATE, (int) EPOCH.until(ended, ChronoUnit.DAYS));
        EncodedMessage message = EncodedMessage.of(MessageKind.ASYNC, new GeneralList(END, date));
        Set<QConnection> connections = new LinkedHashSet<>();
        tables.values().forEach(table -> connections.addAll(table.connections()));
        connections.forEach(connection -> connection.send(message));
        if (!next.equals(day.date())) {
            LOG.atInfo()
                    .addKeyValue("ended", ended)
                    .addKeyValue("connections", connections.size())
                    .log("end of day told");
            day.begin(next, ended);
            closeLog();
            openLog();
        }
    }

    private void append(Value message) {
        if (log == null) {
            return;
        }
        try {
            log.append(message);
            if (!isFlushDue) {
                isFlushDue = true;
                endOfTurn.execute(this::flush);
            }
        } catch (IOException failure) {
            logFailed(log, failure);
        }
    }

    private void flush() {
        isFlushDue = false;
        if (log == null || logFailure != null) {
            return;
        }
        try {
            log.flush();
        } catch (IOException failure) {
            logFailed(log, failure);
        }
    }

    /** From here on rows are refused: subscribers would see what no replay can give again. */
    private void logFailed(DayLog failed, IOException failure) {
        logFailure = failed.path() + ": " + failure;
        LOG.atError().addKeyValue("reason", logFailure).log("no more rows are taken until the next day, or a restart");
        try {
            long counted = failed.messages();
            failed.recount();
            published = Math.min(published, failed.messages());
            LOG.atError()
                    .addKeyValue("file", failed.path())
                    .addKeyValue("messages", counted - failed.messages())
                    .log("messages were not written");
        } catch (IOException again) {
            LOG.atError()
                    .addKeyValue("file", failed.path())
                    .addKeyValue("reason", again)
                    .log("the log cannot be read either");
        }
    }

    private void openLog() {
        logFailure = null;
        try {
            log = logs == null ? null : logs.open(day.date());
            published = log == null ? 0 : log.messages();
        } catch (IOException failure) {
            logFailure = String.valueOf(failure.getMessage());
            LOG.atError()
                    .addKeyValue("reason", logFailure)
                    .log("no more rows are taken until the next day, or a restart");
        }
    }

    private void closeLog() {
        if (log == null) {
            return;
        }
        try {
            log.close();
        } catch (IOException failure) {
            LOG.atError()
                    .addKeyValue("file", log.path())
                    .addKeyValue("reason", failure)
                    .log("the last messages of a log may be missing");
        }
        log = null;
    }
}
