package io.tickbus.gateway;

import io.tickbus.client.Tables;
import io.tickbus.publish.DayLog;
import io.tickbus.publish.LogDirectory;
import io.tickbus.publish.SymFilter;
import io.tickbus.q.Atom;
import io.tickbus.q.Function;
import io.tickbus.q.GeneralList;
import io.tickbus.q.MessageKind;
import io.tickbus.q.QType;
import io.tickbus.q.Value;
import io.tickbus.server.EncodedMessage;
import io.tickbus.server.QConnection;
import io.tickbus.server.QError;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
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
 * <log>.replaced}. Subscribers subscribe again and replay. The same when the log cannot be written, and when a gateway starts.
 * Without a log they miss what came while they were away, or get again what a new owner takes from a tickerplant's log. Rows that
 * left a table before they were read are missing for everybody, which is logged.
 */
final class Chain {
    /** How long a subscription waits for the owner of the tables. */
    static final long READY_MS_MAX = 5000;

    private static final Logger LOG = LoggerFactory.getLogger(Chain.class);
    private static final LocalDate EPOCH = LocalDate.of(2000, 1, 1);
    private static final Atom END = Atom.symbol(".u.end");
    private static final long TABLES_MS = 1000; // between two looks for tables that are new
    private static final long LOG_RETRY_MS = 10_000;

    private final Vertx vertx;
    private final boolean isBatched;
    private final Tables asking;
    private final ChainLog log;
    private final ChainDays days;
    private final List<Long> timers = new ArrayList<>();
    private Map<String, ChainTable> tables = new LinkedHashMap<>();
    /** Who has subscribed to all tables, and so to those that there will be. */
    private final Map<QConnection, SymFilter> ofAll = new LinkedHashMap<>();
    /** Who has read the log from here, and may be about to read on. */
    private final Set<QConnection> readers = new LinkedHashSet<>();

    private LocalDate day;
    private long published;
    private int edition; // counts how often all began anew
    private boolean listed; // since then
    private @Nullable String failure;
    private boolean closed;

    private Chain(Vertx vertx, int publishMs, @Nullable Path logDir, int messageBytesMax, Clock clock) {
        this.vertx = vertx;
        this.isBatched = publishMs > 0;
        this.asking = new Tables(vertx);
        this.day = LocalDate.now(clock);
        this.log = new ChainLog(logDir, messageBytesMax, this::logFailed);
        this.days = new ChainDays(vertx, this::started, this::endDay);
        timers.add(vertx.setPeriodic(TABLES_MS, due -> refresh()));
        if (isBatched) {
            timers.add(vertx.setPeriodic(publishMs, due -> tables.values().forEach(ChainTable::publishHeld)));
        }
    }

    /**
     * Starts one; it is there when it has asked for the tables, whether there were any or not.
     *
     * @param publishMs between two messages of a table; 0 for at once
     * @param logDir where its logs are written; null for none
     * @param messageBytesMax the longest message that is read from a log
     */
    static Future<Chain> start(Vertx vertx, int publishMs, @Nullable Path logDir, int messageBytesMax, Clock clock) {
        Chain chain = new Chain(vertx, publishMs, logDir, messageBytesMax, clock);
        try {
            chain.day = chain.log.firstDay(chain.day);
            chain.log.begin(chain.day);
        } catch (IOException failure) {
            chain.close();
            return Future.failedFuture(failure);
        }
        return chain.refresh().map(chain);
    }

    /**
     * {@code .u.sub}: subscribes a connection to one table, or, for the empty name, to all of them and to those that come after.
     *
     * @return the answer, complete already when there is a log: {@link #count} in the same request fits
     * @throws QError the name of a table that is unknown; or a text that says why there is nothing to
     *     subscribe to now
     */
    Future<Value> subscribe(QConnection connection, String table, SymFilter filter) {
        if (failure != null) {
            throw new QError("log: " + failure);
        }
        if (!listed) {
            throw new QError("tables: nobody has told yet which there are");
        }
        List<ChainTable> wanted = wanted(table, filter);
        if (log.isWanted()) {
            return Future.succeededFuture(subscribeNow(connection, table, filter));
        }
        int now = edition;
        wanted.forEach(ChainTable::await);
        return Future.all(wanted.stream().map(this::ready).toList())
                .timeout(READY_MS_MAX, TimeUnit.MILLISECONDS)
                .transform(ready -> {
                    wanted.forEach(ChainTable::awaitNoMore);
                    if (ready.failed() || edition != now) {
                        release();
                        throw new QError("table: nobody answers who has " + (table.isEmpty() ? "them" : table));
                    }
                    return Future.succeededFuture(subscribeNow(connection, table, filter));
                });
    }

    private List<ChainTable> wanted(String table, SymFilter filter) {
        List<ChainTable> wanted = table.isEmpty() ? List.copyOf(tables.values()) : List.of(table(table));
        wanted.forEach(each -> each.requireColumn(filter)); // all or none are subscribed to
        return wanted;
    }

    private ChainTable table(String name) {
        ChainTable table = tables.get(name);
        if (table == null) {
            throw new QError(name); // the name alone, as kdb+tick signals it
        }
        return table;
    }

    private Value subscribeNow(QConnection connection, String table, SymFilter filter) {
        if (!connection.isOpen()) {
            release();
            return Function.GENERIC_NULL;
        }
        List<ChainTable> wanted = wanted(table, filter);
        wanted.forEach(each -> each.start(true)); // those that have come while the others were made ready
        Value[] answers =
                wanted.stream().map(each -> each.subscribe(connection, filter)).toArray(Value[]::new);
        if (!table.isEmpty()) {
            return answers[0];
        }
        ofAll.put(connection, filter);
        return new GeneralList(answers);
    }

    /** Begins to read a table for its first subscriber; of a keyed one all that there is now. */
    private Future<?> ready(ChainTable table) {
        boolean isFirst = !table.isStarted();
        table.start(false);
        if (!isFirst || !table.isKeyed()) {
            return table.begun();
        }
        return table.begun()
                .compose(begun -> asking.list())
                .compose(all -> table.reached(all.stream()
                        .filter(one -> table.name().equals(one.getString("table")))
                        .mapToLong(one -> one.getLong("nextOffset"))
                        .findFirst()
                        .orElse(0)));
    }

    /** {@code .u.i}: messages logged and published; the generic null without a log. */
    Value count() {
        return log.flushed() == null ? Function.GENERIC_NULL : Atom.ofLong(published);
    }

    /** {@code .u.L}: the log's name, absolute, as q writes file names; the generic null without a log. */
    Value logName() {
        DayLog open = log.flushed();
        return open == null ? Function.GENERIC_NULL : Atom.symbol(":" + open.path());
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
        readers.add(reader);
        return logs;
    }

    /** The names of the tables that there are. */
    Set<String> tables() {
        return tables.keySet();
    }

    private static Value date(LocalDate day) {
        return Atom.ofInt(QType.DATE, (int) EPOCH.until(day, ChronoUnit.DAYS));
    }

    /** Forgets a connection that has closed. */
    void forget(QConnection connection) {
        ofAll.remove(connection);
        readers.remove(connection);
        tables.values().forEach(table -> table.unsubscribe(connection));
        release();
    }

    /** Reads no more what nobody wants. */
    private void release() {
        if (log.isWanted()) {
            return;
        }
        tables.replaceAll((name, table) -> {
            if (!table.isStarted() || table.isWanted()) {
                return table;
            }
            table.close();
            return table.anew();
        });
    }

    /** Publishes what is held and closes the log. */
    Future<Void> close() {
        closed = true;
        timers.forEach(vertx::cancelTimer);
        days.close();
        tables.values().forEach(ChainTable::publishHeld);
        tables.values().forEach(ChainTable::close);
        log.end();
        return Future.succeededFuture();
    }

    private Collection<ChainTable> started() {
        return tables.values().stream().filter(ChainTable::isStarted).toList();
    }

    private Future<Void> refresh() {
        int now = edition;
        return asking.list()
                .compose(found -> {
                    List<Future<Void>> added = found.stream()
                            .map(one -> one.getString("table"))
                            .filter(name -> !tables.containsKey(name))
                            .map(name -> add(name, now))
                            .toList();
                    return Future.join(added);
                })
                .onSuccess(all -> listed |= edition == now)
                .onFailure(reason -> LOG.debug("chained tickerplant: the tables are not known: {}", reason.toString()))
                .transform(asked -> Future.succeededFuture());
    }

    private Future<Void> add(String name, int now) {
        return asking.schema(name).map(schema -> {
            if (!closed && failure == null && edition == now && !tables.containsKey(name)) {
                ChainTable table = new ChainTable(vertx, name, schema, this::append, isBatched, listener());
                tables.put(name, table);
                ofAll.forEach((connection, filter) -> join(connection, filter, table));
                if (log.isWanted() || table.isWanted()) {
                    table.start(true); // all its rows are new to whoever has subscribed already
                }
            }
            return null;
        });
    }

    private static void join(QConnection connection, SymFilter filter, ChainTable table) {
        try {
            table.subscribe(connection, filter);
        } catch (QError noColumn) {
            LOG.warn("chained tickerplant: {} gets no rows of the new table: {}", connection, noColumn.text());
        }
    }

    private ChainTable.Listener listener() {
        return new ChainTable.Listener() {
            @Override
            public void replaced(String reason) {
                beginAnew(reason);
            }

            @Override
            public void advanced() {
                days.advanced();
            }
        };
    }

    private boolean append(Value message) {
        if (!log.append(message)) {
            return false;
        }
        published++;
        return true;
    }

    private Set<QConnection> connections() {
        Set<QConnection> all = new LinkedHashSet<>(ofAll.keySet());
        tables.values().forEach(table -> all.addAll(table.connections()));
        return all;
    }

    private void endDay(LocalDate ended) {
        tables.values().forEach(ChainTable::publishHeld);
        EncodedMessage message = EncodedMessage.of(MessageKind.ASYNC, new GeneralList(END, date(ended)));
        Set<QConnection> told = connections();
        told.forEach(connection -> connection.send(message));
        LOG.info("chained tickerplant: end of {}, told to {} connections", ended, told.size());
        LocalDate next = ended.plusDays(1);
        if (next.isAfter(day)) {
            day = next;
            published = 0;
            log.roll(day);
        }
    }

    private void beginAnew(String reason) {
        if (closed) {
            return;
        }
        Set<QConnection> subscribers = cut();
        LOG.warn(
                "chained tickerplant: {}; {} connections are closed, so that they subscribe anew",
                reason,
                subscribers.size());
        open();
    }

    /** Lets go of all that was published, and of those who have got it. */
    private Set<QConnection> cut() {
        Set<QConnection> subscribers = connections();
        edition++;
        listed = false;
        published = 0;
        LocalDate ended = days.forget();
        if (ended != null && !ended.isBefore(day)) {
            day = ended.plusDays(1);
        }
        tables.values().forEach(ChainTable::close);
        tables = new LinkedHashMap<>();
        subscribers.addAll(readers); // else they would read on in another log
        ofAll.clear();
        readers.clear();
        subscribers.forEach(QConnection::abort);
        return subscribers;
    }

    private void open() {
        try {
            log.begin(day);
            failure = null;
            refresh();
        } catch (IOException reason) {
            logFailed(String.valueOf(reason.getMessage()));
        }
    }

    /** Subscribers would have what no replay gives again. */
    private void logFailed(String reason) {
        if (closed) {
            return;
        }
        failure = reason;
        int closedNow = cut().size();
        LOG.error(
                "{}; nothing is published, {} connections are closed; next attempt in {} ms",
                reason,
                closedNow,
                LOG_RETRY_MS);
        timers.add(vertx.setTimer(LOG_RETRY_MS, due -> open()));
    }
}
