package io.tickbus.tickerplant;

import io.tickbus.publish.DayLog;
import io.tickbus.publish.LogDirectory;
import io.tickbus.publish.PublicationLog;
import io.tickbus.publish.PublishedTable;
import io.tickbus.q.Atom;
import io.tickbus.q.DayRule;
import io.tickbus.q.Flip;
import io.tickbus.q.GeneralList;
import io.tickbus.q.QDate;
import io.tickbus.q.QFunction;
import io.tickbus.q.QType;
import io.tickbus.q.Schema;
import io.tickbus.q.SymFilter;
import io.tickbus.q.Value;
import io.tickbus.q.wire.Encoder;
import io.tickbus.q.wire.MessageKind;
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
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The logic of a tickerplant. {@link TickerplantVerticle} creates it. A tickerplant accepts rows, logs them, publishes
 * them, and ends the day. Rows that arrive in one event loop callback are logged together. In zero-latency mode, logged
 * rows are published at once. In batch mode, logged rows are published at the next {@link #tick}.
 *
 * <p>While the log cannot be written, no row is accepted or published, and no day ends. Times are local, as in
 * kdb+tick. One event loop owns this object.
 *
 * <p>Source: <a href="https://github.com/KxSystems/kdb-tick">kdb+tick</a>.
 */
final class Tickerplant {

    private static final Logger LOG = LoggerFactory.getLogger(Tickerplant.class);
    private static final Atom END = Atom.symbol(".u.end");

    private final Map<String, PublishedTable> tables = new LinkedHashMap<>();
    private final Clock clock;
    private final boolean batch;
    private final PublicationLog log;
    private final TickerplantDay day;
    /** Number of messages in the log whose rows are not published yet. */
    private long held;

    /**
     * @param batch true if rows are published only at {@link #tick}
     * @param log a log that is not open yet
     * @throws IOException if the log cannot be opened
     */
    Tickerplant(Map<String, Schema> schemas, boolean batch, PublicationLog log, Clock clock) throws IOException {
        schemas.forEach((name, schema) -> tables.put(name, new PublishedTable(name, schema)));
        this.batch = batch;
        this.log = log;
        this.clock = clock;
        LocalDate today = LocalDate.now(clock);
        this.day = new TickerplantDay(clock, log.firstDay(today));
        log.open(day.date());
        if (log.isEnabled() && day.date().isAfter(today)) {
            LOG.atWarn()
                    .addKeyValue("day", day.date())
                    .addKeyValue("today", today)
                    .log("the newest log goes on: days were ended early");
        }
    }

    /**
     * Subscribes a connection to one table. An empty table name means all tables that have the filter's column.
     *
     * @return the reply of {@code .u.sub}
     * @throws QError with the table's name if the table is unknown; with {@code sym} if no table has the filter's
     *     column; with {@code log} if the log cannot be written
     */
    Value subscribe(QConnection connection, String table, SymFilter filter) {
        // The log is written before the connection subscribes. In zero-latency mode, writing also publishes the rows.
        // The new subscriber must read these rows only from the log.
        requireOpenLog();
        if (!table.isEmpty()) {
            return table(table).subscribe(connection, filter);
        }
        List<Value> answers = new ArrayList<>();
        for (PublishedTable each : tables.values()) {
            if (each.hasColumn(filter)) {
                answers.add(each.subscribe(connection, filter));
            }
        }
        if (answers.isEmpty()) {
            tables.values().forEach(each -> each.requireColumn(filter));
        }
        return new GeneralList(answers.toArray(Value[]::new));
    }

    void forget(QConnection connection) {
        tables.values().forEach(table -> table.unsubscribe(connection));
    }

    /**
     * Accepts rows of a table, in any form that {@link UpdRows} reads.
     *
     * @return the number of rows
     * @throws QError if the rows do not fit or the log cannot be written. After an error, no row has been logged or
     *     published.
     */
    int upd(String name, Value sent) {
        PublishedTable table = table(name);
        rollIfDue();
        requireRoom();
        UpdRows rows = UpdRows.of(name, table.schema(), sent, LocalDateTime.now(clock));
        if (rows.table().size() == 0) {
            return 0;
        }
        Value message = new GeneralList(PublishedTable.UPD, Atom.symbol(name), rows.logged());
        if (!Encoder.canEncode(message)) {
            throw QError.type(name + ": a row has a function that cannot be sent");
        }
        log.append(message, () -> logged(table, rows.table()));
        return rows.table().size();
    }

    private void logged(PublishedTable table, Flip rows) {
        if (!batch) {
            table.publish(rows);
            return;
        }
        held++;
        table.retain(rows);
        if (table.isFull()) {
            publishLogged();
        }
    }

    /** Returns whether the tickerplant accepts rows. It accepts no rows while the log cannot be written. */
    boolean acceptsRows() {
        return log.failure() == null;
    }

    private void requireRoom() {
        String failure = log.failure();
        if (failure != null) {
            throw new QError("log: " + failure);
        }
    }

    /** Writes all appended messages to the log. Returns the log, or null if the tickerplant has no log. */
    private @Nullable DayLog requireOpenLog() {
        DayLog open = log.writtenLog();
        if (open == null && log.isEnabled()) {
            throw new QError("log: " + log.failure());
        }
        return open;
    }

    /**
     * Logs and publishes all accepted rows at once.
     *
     * @throws QError if the log cannot be written
     */
    void flush() {
        publishHeld();
        requireRoom();
    }

    /**
     * Publishes the rows that wait, and ends the day after midnight. A timer calls this method. In batch mode, the
     * timer's interval is the batch interval.
     */
    void tick() {
        rollIfDue();
        publishHeld();
    }

    /**
     * Ends the current day, as {@link #endOfDay(LocalDate)} does.
     *
     * @return the day that has ended
     */
    LocalDate endDay() {
        LocalDate ended = day.date();
        endOfDay(ended);
        return ended;
    }

    /**
     * Reports to every subscriber that a day has ended. Starts the log of the next day if it has not started yet.
     *
     * @throws QError if the day cannot have ended according to {@link DayRule}, or if the day's rows cannot be logged.
     *     After an error, no subscriber receives a report.
     */
    void endOfDay(LocalDate ended) {
        log.write();
        requireRoom();
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

    /**
     * Returns {@code .u.i}, the number of messages that were logged and published. Returns the generic null without a log.
     *
     * @throws QError if the day's log cannot be started
     */
    Value count() {
        DayLog open = requireOpenLog();
        return open == null ? QFunction.GENERIC_NULL : Atom.ofLong(open.messages() - held);
    }

    /**
     * Returns {@code .u.L}, the log's absolute path as a q file symbol. Returns the generic null without a log.
     *
     * @throws QError if the day's log cannot be started
     */
    Value logName() {
        DayLog open = requireOpenLog();
        return open == null ? QFunction.GENERIC_NULL : Atom.symbol(":" + open.path());
    }

    /** Returns {@code .u.d}, the date of the current day. */
    Value date() {
        return Atom.ofInt(QType.DATE, (int) QDate.EPOCH.until(day.date(), ChronoUnit.DAYS));
    }

    Set<String> tables() {
        return tables.keySet();
    }

    /**
     * Returns the directory of the logs that clients may read.
     *
     * @throws QError if the tickerplant has no log
     */
    LogDirectory logs() {
        LogDirectory logs = log.directory();
        if (logs == null) {
            throw new QError("access: this tickerplant has no log");
        }
        return logs;
    }

    /** Publishes the rows that wait and closes the log. */
    void close() {
        publishHeld();
        log.closeDay();
    }

    boolean hasSubscribers(String name) {
        return subscribers(name) > 0;
    }

    /**
     * Returns the number of subscribers of a table.
     *
     * @throws QError with the table's name if the table is unknown
     */
    int subscribers(String name) {
        return table(name).connections().size();
    }

    private PublishedTable table(String name) {
        PublishedTable table = tables.get(name);
        if (table == null) {
            throw new QError(name); // As in kdb+tick, the error's text is only the name.
        }
        return table;
    }

    private void publishHeld() {
        log.write();
        publishLogged();
    }

    private void publishLogged() {
        tables.values().forEach(PublishedTable::publishRetained);
        held = 0;
    }

    private void rollIfDue() {
        if (day.isAhead() && log.write()) {
            correctDay();
        }
        LocalDate next = day.due();
        // A day does not end before its rows are in its log.
        if (!next.equals(day.date()) && log.write()) {
            endOfDay(day.date(), next);
        }
    }

    /**
     * Corrects the date of the day after the clock was ahead. The log is renamed to the right date, so that a replay
     * finds the rows of the day.
     */
    private void correctDay() {
        LocalDate wrong = day.date();
        LocalDate right = day.right();
        publishHeld();
        log.close();
        boolean renamed = rename(wrong, right);
        day.correct(right);
        log.openDay(right);
        LOG.atWarn()
                .addKeyValue("wrong", wrong)
                .addKeyValue("day", right)
                .addKeyValue("renamed", renamed)
                .log(
                        renamed || !log.isEnabled()
                                ? "the clock was ahead and is back: the day has its right date again"
                                : "the clock was ahead and is back: the log of the wrong day is left alone and not replayed");
    }

    private boolean rename(LocalDate wrong, LocalDate right) {
        LogDirectory logs = log.directory();
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
        Value date = Atom.ofInt(QType.DATE, (int) QDate.EPOCH.until(ended, ChronoUnit.DAYS));
        EncodedMessage message = EncodedMessage.of(MessageKind.ASYNC, new GeneralList(END, date));
        Set<QConnection> connections = new LinkedHashSet<>();
        tables.values().forEach(table -> connections.addAll(table.connections()));
        connections.forEach(connection -> connection.send(message));
        if (!next.equals(day.date())) {
            LOG.atInfo()
                    .addKeyValue("ended", ended)
                    .addKeyValue("connections", connections.size())
                    .log("end of day told");
            day.start(next, ended);
            log.openDay(next);
        }
    }
}
