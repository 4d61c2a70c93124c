package io.tickbus.chain;

import io.tickbus.metrics.Outages;
import io.tickbus.publish.DayLog;
import io.tickbus.publish.LogDirectory;
import io.tickbus.publish.PublicationLog;
import io.tickbus.q.Atom;
import io.tickbus.q.DayRule;
import io.tickbus.q.GeneralList;
import io.tickbus.q.QDate;
import io.tickbus.q.QDictionary;
import io.tickbus.q.QFunction;
import io.tickbus.q.QType;
import io.tickbus.q.SymFilter;
import io.tickbus.q.Value;
import io.tickbus.q.wire.MessageKind;
import io.tickbus.server.Definitions;
import io.tickbus.server.EncodedMessage;
import io.tickbus.server.QConnection;
import io.tickbus.server.QError;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.time.Clock;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A chained tickerplant, to which q clients subscribe as to a kdb+tick tickerplant. The chained tickerplant publishes
 * the rows that the owner's tables receive. The gateway starts an instance. All calls come from one Vert.x context.
 *
 * <p><b>With a log</b>, the chained tickerplant reads every table from the beginning, and logs each message before
 * publishing. A client subscribes and reads {@code .u.i} in one request. The client replays {@code .u.i} messages from
 * the log and afterwards applies the pushed messages. The client therefore has every row exactly once. <b>Without a
 * log</b>, a table is read only while it has subscribers, from the first subscription on.
 *
 * <p><b>Restart.</b> A table can be rebuilt, by another owner or from a tickerplant's log. It is then unknown which of
 * the rebuilt rows were published before. The chained tickerplant therefore closes its subscribers' connections, like a
 * tickerplant that restarts. The old log is renamed to {@code <log>.replaced}. A new log begins with the first rows of
 * the present tables. Subscribers reconnect and replay the new log.
 *
 * <p>A restart also happens when a log cannot be created, and when a gateway starts. Without a log, a subscriber misses
 * rows that are published while it is disconnected. The subscriber can also receive rows twice after a new owner has
 * replayed them.
 *
 * <p><b>Lost rows.</b> If rows are dropped from a table before they are read, every subscriber misses them. The loss is
 * logged.
 *
 * <p><b>Full disk.</b> While an open log cannot be written, no table is read further and subscribers receive nothing.
 * New subscriptions fail. When the log can be written again, publishing continues with the next row.
 */
public final class ChainedTickerplant {
    /** Delay between two attempts to write a log after a failure, in ms. */
    static final long LOG_RETRY_MS = 10_000;

    private static final Logger LOG = LoggerFactory.getLogger(ChainedTickerplant.class);
    private static final Atom END = Atom.symbol(".u.end");
    /** Interval in ms between two requests for the owner's list of tables. New tables are found in this list. */
    private static final long REFRESH_MS = 1000;

    private final Vertx vertx;
    private final boolean isBatched;
    private final PublicationLog log;
    private final ChainEndOfDay days;
    private final Clock clock;
    private final List<Long> timers = new ArrayList<>();
    private Subscriptions subscriptions;
    private LocalDate day;
    private boolean closed;

    private ChainedTickerplant(Vertx vertx, int publishMs, @Nullable LogDirectory logs, Clock clock, long logRetryMs) {
        this.vertx = vertx;
        this.isBatched = publishMs > 0;
        this.clock = clock;
        this.day = LocalDate.now(clock);
        this.log = new PublicationLog(
                vertx, "chained tickerplant", logs, LogDirectory::openNew, logRetryMs, listener(vertx, logs));
        this.subscriptions = noSubscriptions();
        this.days = new ChainEndOfDay(vertx, () -> subscriptions.started(), this::settle, this::endDay, clock);
        timers.add(vertx.setPeriodic(REFRESH_MS, due -> refresh()));
        if (isBatched) {
            timers.add(vertx.setPeriodic(publishMs, due -> subscriptions.publishHeld()));
        }
    }

    /**
     * Starts a chained tickerplant. If the log cannot be written, the chained tickerplant retries every {@link
     * #LOG_RETRY_MS}.
     *
     * @param publishMs interval between two messages of a table, in ms, or 0 to publish rows at once
     * @param logs the directory for the logs, or null for no log
     * @param clock provides the date of the log, in the clock's time zone
     * @return the chained tickerplant, after the owner has listed the tables or has failed to answer. Fails with an
     *     {@link IOException} if the log cannot be opened.
     */
    public static Future<ChainedTickerplant> start(
            Vertx vertx, int publishMs, @Nullable LogDirectory logs, Clock clock) {
        return start(vertx, publishMs, logs, clock, LOG_RETRY_MS);
    }

    /** Adds the calls and variables of a tickerplant to the definitions for clients. */
    public void define(Definitions definitions) {
        ChainCalls.define(definitions, this, vertx);
    }

    /**
     * Starts a chained tickerplant like {@link #start(Vertx, int, LogDirectory, Clock)}.
     *
     * @param logRetryMs delay between two attempts to write a log after a failure, in ms
     */
    static Future<ChainedTickerplant> start(
            Vertx vertx, int publishMs, @Nullable LogDirectory logs, Clock clock, long logRetryMs) {
        ChainedTickerplant chain = new ChainedTickerplant(vertx, publishMs, logs, clock, logRetryMs);
        try {
            chain.day = chain.log.firstDay(chain.day);
            chain.log.open(chain.day);
        } catch (IOException failure) {
            chain.close();
            return Future.failedFuture(failure);
        }
        return chain.refresh().map(chain);
    }

    private PublicationLog.Listener listener(Vertx shared, @Nullable LogDirectory logs) {
        Outages outages = Outages.of(shared);
        String what = "log of the gateway in " + (logs == null ? "" : logs.path());
        return new PublicationLog.Listener() {
            @Override
            public void failed(String reason) {
                outages.started(what, reason);
            }

            @Override
            public void recovered() {
                outages.ended(what);
                resume();
            }
        };
    }

    private Subscriptions noSubscriptions() {
        return new Subscriptions(vertx, isBatched, log.isEnabled(), new ChainedTable.Tickerplant() {
            @Override
            public Future<Void> writable() {
                return log.writable();
            }

            @Override
            public void log(Value message, Runnable logged) {
                log.append(message, logged);
            }

            @Override
            public void replaced(String reason) {
                restart(reason);
            }

            @Override
            public void advanced() {
                days.advanced();
            }
        });
    }

    /**
     * Subscribes a connection as {@code .u.sub} does. An empty table name means all present and future tables. The
     * subscription replaces the connection's earlier subscriptions to these tables.
     *
     * @return the reply. With a log, the future is already complete. A {@link #count} in the same request therefore
     *     matches the subscription.
     * @throws QError if the table is unknown, if the log cannot be written, or if no owner has listed its tables
     *     yet. Without a log, the future fails if no owner answers in time.
     */
    Future<Value> subscribe(QConnection connection, String table, SymFilter filter) {
        requireLog();
        return subscriptions.subscribe(connection, table, filter);
    }

    /**
     * Subscribes a connection as {@code .u.add} does. The connection's earlier subscriptions remain. The reply contains
     * only rows that the added filter selects.
     *
     * @throws QError as {@link #subscribe}
     */
    Future<Value> add(QConnection connection, String table, SymFilter filter) {
        requireLog();
        return subscriptions.add(connection, table, filter);
    }

    private void requireLog() {
        // All published messages must be in the log before a client reads how many messages to replay.
        log.writtenLog();
        String failure = log.failure();
        if (failure != null) {
            throw new QError("log: " + failure);
        }
    }

    /**
     * Returns {@code .u.i}, the number of messages that were logged and published. Returns the generic null without a
     * log.
     */
    Value count() {
        DayLog open = log.writtenLog();
        return open == null ? QFunction.GENERIC_NULL : Atom.ofLong(open.messages());
    }

    /** Returns {@code .u.L}, the log's absolute path as a q file symbol. Returns the generic null without a log. */
    Value logName() {
        DayLog open = log.writtenLog();
        return open == null ? QFunction.GENERIC_NULL : Atom.symbol(":" + open.path());
    }

    /** Returns {@code .u.d}, the date of the log. */
    Value date() {
        return date(day);
    }

    /**
     * Returns the directory of the logs. A client can read the logs through this server. The client's connection is
     * closed when the log is replaced.
     *
     * @throws QError {@code access} without a log
     */
    LogDirectory logs(QConnection reader) {
        LogDirectory logs = log.directory();
        if (logs == null) {
            throw new QError("access: no log is kept here");
        }
        subscriptions.reads(reader);
        return logs;
    }

    /** Returns {@code .u.t}, the names of all tables. */
    Set<String> tables() {
        return subscriptions.names();
    }

    /** Returns {@code .u.w}, a dictionary from each table to pairs of handle and syms. */
    QDictionary subscribers() {
        return subscriptions.handles();
    }

    private static Value date(LocalDate day) {
        return Atom.ofInt(QType.DATE, (int) QDate.EPOCH.until(day, ChronoUnit.DAYS));
    }

    /** Removes the subscriptions of a closed connection. */
    public void forget(QConnection connection) {
        subscriptions.forget(connection);
    }

    /**
     * Publishes the rows that wait in batch mode, and closes the log. Connections stay open. The returned future has
     * already succeeded.
     */
    public Future<Void> close() {
        closed = true;
        timers.forEach(vertx::cancelTimer);
        days.close();
        settle();
        subscriptions.close();
        log.closeDay();
        return Future.succeededFuture();
    }

    private Future<Void> refresh() {
        return subscriptions.isClosed() ? Future.succeededFuture() : subscriptions.refresh();
    }

    /** Logs and publishes the rows that wait in batch mode. Returns false while the log cannot be written. */
    private boolean settle() {
        subscriptions.publishHeld();
        return log.write();
    }

    private void endDay(LocalDate ended) {
        LocalDate next = dayAfter(ended);
        // While the log cannot be written, the last rows of the day are not published. The subscribers must not receive
        // .u.end before these rows.
        if (!settle()) {
            day = next;
            restart("the day " + ended + " has ended while its log could not be written");
            return;
        }
        EncodedMessage message = EncodedMessage.of(MessageKind.ASYNC, new GeneralList(END, date(ended)));
        Set<QConnection> subscribers = subscriptions.connections();
        subscribers.forEach(connection -> connection.send(message));
        LOG.atInfo()
                .addKeyValue("date", ended)
                .addKeyValue("told", subscribers.size())
                .log("chained tickerplant ended a day");
        if (next.equals(day)) {
            return;
        }
        day = next;
        if (!log.openDay(day)) {
            dropSubscribers("the log of " + day + " cannot be begun");
        }
    }

    /**
     * Returns the date of the log after a day has ended. The date never moves backwards, unless the clock was ahead.
     */
    private LocalDate dayAfter(LocalDate ended) {
        LocalDate next = ended.plusDays(1);
        return next.isAfter(day) || new DayRule(LocalDate.now(clock)).isLogAhead(day) ? next : day;
    }

    private void restart(String reason) {
        if (closed) {
            return;
        }
        dropSubscribers(reason);
        if (log.openDay(day)) {
            resume();
        }
    }

    /**
     * Drops all tables and closes the connections of all subscribers. Otherwise a subscriber could keep rows that the
     * new log does not contain.
     */
    private void dropSubscribers(String reason) {
        LocalDate ended = days.discard();
        if (ended != null) {
            day = dayAfter(ended);
        }
        Set<QConnection> subscribers = subscriptions.close();
        subscribers.forEach(QConnection::abort);
        LOG.atWarn()
                .addKeyValue("reason", reason)
                .addKeyValue("closed", subscribers.size())
                .log("chained tickerplant disconnects its subscribers; they subscribe again");
    }

    /**
     * Continues when the log can be written again. Creates the tables again if they were dropped, and completes a
     * waiting end of day.
     */
    private void resume() {
        if (closed) {
            return;
        }
        if (subscriptions.isClosed()) {
            subscriptions = noSubscriptions();
            refresh();
        }
        days.advanced();
    }
}
