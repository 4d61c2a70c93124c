package io.tickbus.gateway;

import io.tickbus.metrics.Outages;
import io.tickbus.publish.DayLog;
import io.tickbus.publish.LogDirectory;
import io.tickbus.publish.PublicationLog;
import io.tickbus.publish.SymFilter;
import io.tickbus.q.Atom;
import io.tickbus.q.DayRule;
import io.tickbus.q.GeneralList;
import io.tickbus.q.QDictionary;
import io.tickbus.q.QFunction;
import io.tickbus.q.QType;
import io.tickbus.q.Value;
import io.tickbus.q.wire.MessageKind;
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
 * A chained tickerplant: what q clients subscribe to, made of what the tables on the bus get. To be made, used and closed on one
 * Vert.x context.
 *
 * <p>With a log every table is read from its beginning on, and each message that is published is in the log; so a client that
 * subscribes and reads {@code .u.i} in one request, replays as many messages and takes what is pushed from then on has every row
 * once. Without one a table is read while somebody wants it, from when the first subscribes.
 *
 * <p>Rows of a table that was made anew, by another owner or from a tickerplant's log, do not follow those that were published,
 * and nobody can tell which of them were. So it does what a tickerplant does that is restarted: it closes the connections of its
 * subscribers and begins a new log, from the beginning of the tables as they are now; the log before is kept as {@code
 * <log>.replaced}. Subscribers subscribe again and replay. The same when a log cannot be begun, and when a gateway starts.
 * Without a log they miss what came while they were away, or get again what a new owner takes from a tickerplant's log. Rows that
 * left a table before they were read are missing for everybody, which is logged.
 *
 * <p>Each message is published once it is in the log. While a log that was begun cannot be written, as on a full disk, no table is
 * read on, subscribers wait, and no further client can subscribe. Then all goes on where it stopped.
 */
final class ChainedTickerplant {
    /** Between two attempts to write a log after one has failed. */
    static final long LOG_RETRY_MS = 10_000;

    private static final Logger LOG = LoggerFactory.getLogger(ChainedTickerplant.class);
    private static final LocalDate EPOCH = LocalDate.of(2000, 1, 1);
    private static final Atom END = Atom.symbol(".u.end");
    private static final long TABLES_MS = 1000; // between two looks for tables that are new

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
                vertx, "chained tickerplant", logs, LogDirectory::openAnew, logRetryMs, listener(vertx, logs));
        this.subscriptions = none();
        this.days = new ChainEndOfDay(vertx, () -> subscriptions.started(), this::settle, this::endDay, clock);
        timers.add(vertx.setPeriodic(TABLES_MS, due -> refresh()));
        if (isBatched) {
            timers.add(vertx.setPeriodic(publishMs, due -> subscriptions.publishHeld()));
        }
    }

    /**
     * Starts one; it is there when it has asked for the tables, whether there were any or not.
     *
     * @param publishMs between two messages of a table; 0 for at once
     * @param logs where its logs are written; null for none
     * @param logRetryMs between two attempts to write a log after one has failed
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
            public void mended() {
                outages.ended(what);
                resume();
            }
        };
    }

    private Subscriptions none() {
        return new Subscriptions(vertx, isBatched, log.isWanted(), new ChainedTable.Tickerplant() {
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
     * {@code .u.sub}: subscribes a connection to one table, or, for the empty name, to all of them and to those that come after,
     * in place of what it has subscribed to before.
     *
     * @return the answer, complete already when there is a log: {@link #count} in the same request fits
     * @throws QError the name of a table that is unknown; or a text that says why there is nothing to
     *     subscribe to now
     */
    Future<Value> subscribe(QConnection connection, String table, SymFilter filter) {
        requireLog();
        return subscriptions.subscribe(connection, table, filter);
    }

    /**
     * {@code .u.add}: subscribes a connection to one table, besides what it has subscribed to before. The answer has what is
     * added.
     *
     * @throws QError as {@link #subscribe}
     */
    Future<Value> add(QConnection connection, String table, SymFilter filter) {
        requireLog();
        return subscriptions.add(connection, table, filter);
    }

    private void requireLog() {
        log.written(); // what was published has to be in it before somebody is told how far to read
        String failure = log.failure();
        if (failure != null) {
            throw new QError("log: " + failure);
        }
    }

    /** {@code .u.i}: messages logged and published; the generic null without a log. */
    Value count() {
        DayLog open = log.written();
        return open == null ? QFunction.GENERIC_NULL : Atom.ofLong(open.messages());
    }

    /** {@code .u.L}: the log's name, absolute, as q writes file names; the generic null without a log. */
    Value logName() {
        DayLog open = log.written();
        return open == null ? QFunction.GENERIC_NULL : Atom.symbol(":" + open.path());
    }

    /** {@code .u.d}. */
    Value date() {
        return date(day);
    }

    /**
     * What the log holds, for clients that cannot read it where it is.
     *
     * @throws QError when there is none
     */
    LogDirectory logs(QConnection reader) {
        LogDirectory logs = log.directory();
        if (logs == null) {
            throw new QError("access: no log is kept here");
        }
        subscriptions.reads(reader);
        return logs;
    }

    /** {@code .u.t}: the names of the tables that there are. */
    Set<String> tables() {
        return subscriptions.names();
    }

    /** {@code .u.w}: by table who has subscribed, as pairs of handle and syms. */
    QDictionary subscribers() {
        return subscriptions.handles();
    }

    private static Value date(LocalDate day) {
        return Atom.ofInt(QType.DATE, (int) EPOCH.until(day, ChronoUnit.DAYS));
    }

    /** Forgets a connection that has closed. */
    void forget(QConnection connection) {
        subscriptions.forget(connection);
    }

    /** Publishes what is held and closes the log. */
    Future<Void> close() {
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

    /** Writes what is held to the log and publishes it; false while that cannot be. */
    private boolean settle() {
        subscriptions.publishHeld();
        return log.write();
    }

    private void endDay(LocalDate ended) {
        LocalDate next = dayAfter(ended);
        if (!settle()) { // its last rows are neither logged nor published, so no subscriber may be told
            day = next;
            restart("the day " + ended + " has ended while its log could not be written");
            return;
        }
        EncodedMessage message = EncodedMessage.of(MessageKind.ASYNC, new GeneralList(END, date(ended)));
        Set<QConnection> told = subscriptions.connections();
        told.forEach(connection -> connection.send(message));
        LOG.atInfo().addKeyValue("date", ended).addKeyValue("told", told.size()).log("chained tickerplant ended a day");
        if (next.equals(day)) {
            return;
        }
        day = next;
        if (!log.openDay(day)) {
            cut("the log of " + day + " cannot be begun");
        }
    }

    /** The day of the log when a day has ended: not an earlier one than now, unless a clock that was ahead has named that. */
    private LocalDate dayAfter(LocalDate ended) {
        LocalDate next = ended.plusDays(1);
        return next.isAfter(day) || new DayRule(LocalDate.now(clock)).isLogAhead(day) ? next : day;
    }

    private void restart(String reason) {
        if (closed) {
            return;
        }
        cut(reason);
        if (log.openDay(day)) {
            resume();
        }
    }

    /** Lets go of all that was published, and of those who have got it: they would have what no replay gives again. */
    private void cut(String reason) {
        LocalDate ended = days.forget();
        if (ended != null) {
            day = dayAfter(ended);
        }
        Set<QConnection> subscribers = subscriptions.close();
        subscribers.forEach(QConnection::abort);
        LOG.atWarn()
                .addKeyValue("reason", reason)
                .addKeyValue("closed", subscribers.size())
                .log("chained tickerplant closes its subscribers, so that they subscribe anew");
    }

    /** The log can be written; maybe again. */
    private void resume() {
        if (closed) {
            return;
        }
        if (subscriptions.isClosed()) {
            subscriptions = none();
            refresh();
        }
        days.advanced();
    }
}
