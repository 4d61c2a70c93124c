package io.tickbus.chain;

import io.tickbus.access.Permission;
import io.tickbus.client.Tables;
import io.tickbus.q.Atom;
import io.tickbus.q.GeneralList;
import io.tickbus.q.QDictionary;
import io.tickbus.q.QFunction;
import io.tickbus.q.QType;
import io.tickbus.q.SymFilter;
import io.tickbus.q.SymbolVector;
import io.tickbus.q.Value;
import io.tickbus.server.QConnection;
import io.tickbus.server.QError;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The tables of a chained tickerplant and their subscribers. Clients read the tables as {@code .u.t} and the
 * subscribers as {@code .u.w}. {@link ChainedTickerplant} creates a new instance at each restart. New tables are found
 * in the owner's list of tables. Belongs to the event loop of the chained tickerplant.
 */
final class Subscriptions {
    /** Time limit in ms for a subscription that waits until its tables are ready. */
    static final long READY_MS_MAX = 5000;

    private static final Logger LOG = LoggerFactory.getLogger(Subscriptions.class);

    private final Vertx vertx;
    private final Tables ownerTables;
    private final boolean isBatched;
    private final boolean isLogged;
    private final ChainedTable.Tickerplant tickerplant;
    private final Map<String, ChainedTable> tables = new LinkedHashMap<>();
    /** Connections that have subscribed to all present and future tables, with their filters. */
    private final Map<QConnection, SymFilter> allTablesFilters = new LinkedHashMap<>();
    /**
     * Connections that have read the log through this server. The clients of these connections can still be reading the
     * log.
     */
    private final Set<QConnection> readers = new LinkedHashSet<>();

    private boolean listed;
    private boolean closed;

    /**
     * Creates subscriptions without tables. {@link #refresh} adds tables.
     *
     * @param isBatched true if rows wait for {@link #publishHeld}
     * @param isLogged true to read every table from its beginning, false to read only tables with subscribers
     */
    Subscriptions(Vertx vertx, boolean isBatched, boolean isLogged, ChainedTable.Tickerplant tickerplant) {
        this.vertx = vertx;
        this.ownerTables = new Tables(vertx);
        this.isBatched = isBatched;
        this.isLogged = isLogged;
        this.tickerplant = tickerplant;
    }

    /**
     * Subscribes a connection to one table, or to all tables if the name is empty. See {@link
     * ChainedTickerplant#subscribe}.
     */
    Future<Value> subscribe(QConnection connection, String table, SymFilter filter) {
        return whenReady(connection, table, filter, () -> subscribeNow(connection, table, filter));
    }

    /** Subscribes a connection to further rows of one table. See {@link ChainedTickerplant#add}. */
    Future<Value> add(QConnection connection, String table, SymFilter filter) {
        return whenReady(connection, table, filter, () -> {
            if (!connection.isOpen()) {
                release();
                return QFunction.GENERIC_NULL;
            }
            ChainedTable wanted = wanted(connection, table, filter).get(0);
            wanted.start(true);
            return wanted.add(connection, filter);
        });
    }

    private Future<Value> whenReady(
            QConnection connection, String table, SymFilter filter, Supplier<Value> subscribing) {
        boolean isKnown = listed && (table.isEmpty() || tables.containsKey(table));
        if (!isKnown && !isLogged) { // The table can be newer than the list from the last refresh.
            return refresh().compose(refreshed -> whenListed(connection, table, filter, subscribing));
        }
        return whenListed(connection, table, filter, subscribing);
    }

    private Future<Value> whenListed(
            QConnection connection, String table, SymFilter filter, Supplier<Value> subscribing) {
        if (!listed) {
            throw new QError("tables: no owner has listed them yet");
        }
        List<ChainedTable> wanted = wanted(connection, table, filter);
        if (isLogged) {
            return Future.succeededFuture(subscribing.get());
        }
        wanted.forEach(ChainedTable::addWaiting);
        return Future.all(wanted.stream().map(this::ready).toList())
                .timeout(READY_MS_MAX, TimeUnit.MILLISECONDS)
                .transform(ready -> {
                    wanted.forEach(ChainedTable::removeWaiting);
                    if (ready.failed() || closed) {
                        release();
                        throw new QError("table: no owner answers for " + (table.isEmpty() ? "all tables" : table));
                    }
                    return Future.succeededFuture(subscribing.get());
                });
    }

    private List<ChainedTable> wanted(QConnection connection, String table, SymFilter filter) {
        if (table.isEmpty()) {
            List<ChainedTable> wanted = tables.values().stream()
                    .filter(each -> isReadable(connection, each) && each.hasColumn(filter))
                    .toList();
            if (wanted.isEmpty()) {
                tables.values().stream()
                        .filter(each -> isReadable(connection, each))
                        .forEach(each -> each.requireColumn(filter));
            }
            return wanted;
        }
        ChainedTable named = table(table);
        named.requireColumn(filter);
        return List.of(named);
    }

    private static boolean isReadable(QConnection connection, ChainedTable table) {
        return connection.rights().may(Permission.READ, table.name());
    }

    private ChainedTable table(String name) {
        ChainedTable table = tables.get(name);
        if (table == null) {
            throw QError.name(name);
        }
        return table;
    }

    private Value subscribeNow(QConnection connection, String table, SymFilter filter) {
        if (!connection.isOpen()) {
            release();
            return QFunction.GENERIC_NULL;
        }
        List<ChainedTable> wanted = wanted(connection, table, filter);
        // Also starts tables that appeared while the subscription waited.
        wanted.forEach(each -> each.start(true));
        Value[] answers =
                wanted.stream().map(each -> each.subscribe(connection, filter)).toArray(Value[]::new);
        if (!table.isEmpty()) {
            return answers[0];
        }
        allTablesFilters.put(connection, filter);
        return new GeneralList(answers);
    }

    /**
     * Starts a table for its first subscriber. The future succeeds when the table is ready. A table is ready when the
     * offset of the first row to publish is known. A keyed table must also have applied all rows that existed at the
     * call.
     */
    private Future<?> ready(ChainedTable table) {
        boolean isFirst = !table.isStarted();
        table.start(false);
        if (!isFirst || !table.isKeyed()) {
            return table.whenStarted();
        }
        return table.whenStarted()
                .compose(begun -> ownerTables.list())
                .compose(all -> table.whenReached(all.stream()
                        .filter(one -> table.name().equals(one.getString("table")))
                        .mapToLong(one -> one.getLong("nextOffset"))
                        .findFirst()
                        .orElse(0)));
    }

    /**
     * Records that a connection reads the log. The connection is closed when the log is replaced, because the client
     * must not continue in another log.
     */
    void reads(QConnection reader) {
        readers.add(reader);
    }

    /** Returns {@code .u.t}, the names of all tables. */
    Set<String> names() {
        return tables.keySet();
    }

    /** Returns {@code .u.w}, a dictionary from each table to pairs of handle and syms. */
    QDictionary handles() {
        Value[] each = tables.values().stream()
                .map(table -> new GeneralList(table.subscribers().entrySet().stream()
                        .map(one -> new GeneralList(
                                Atom.ofInt(QType.INT, one.getKey().handle()),
                                one.getValue().toValue()))
                        .toArray(Value[]::new)))
                .toArray(Value[]::new);
        return new QDictionary(SymbolVector.of(tables.keySet().toArray(String[]::new)), new GeneralList(each));
    }

    Collection<ChainedTable> started() {
        return tables.values().stream().filter(ChainedTable::isStarted).toList();
    }

    Set<QConnection> connections() {
        Set<QConnection> all = new LinkedHashSet<>(allTablesFilters.keySet());
        tables.values().forEach(table -> all.addAll(table.connections()));
        return all;
    }

    void publishHeld() {
        tables.values().forEach(ChainedTable::publishHeld);
    }

    /** Removes the subscriptions of a closed connection. */
    void forget(QConnection connection) {
        allTablesFilters.remove(connection);
        readers.remove(connection);
        tables.values().forEach(table -> table.unsubscribe(connection));
        release();
    }

    /**
     * Stops reading tables without subscribers. Does nothing if there is a log, because the log contains all tables.
     */
    private void release() {
        if (isLogged) {
            return;
        }
        tables.replaceAll((name, table) -> {
            if (!table.isStarted() || table.isWanted()) {
                return table;
            }
            table.close();
            return table.unstarted();
        });
    }

    /** Adds new tables from the owner's list. The future succeeds even if no owner answers. */
    Future<Void> refresh() {
        return ownerTables
                .list()
                .compose(found -> {
                    List<Future<Void>> added = found.stream()
                            .map(one -> one.getString("table"))
                            .filter(name -> !tables.containsKey(name))
                            .map(this::add)
                            .toList();
                    return Future.join(added);
                })
                .onSuccess(all -> listed = true)
                .onFailure(reason -> LOG.debug("chained tickerplant: the tables are not known: {}", reason.toString()))
                .transform(asked -> Future.succeededFuture());
    }

    private Future<Void> add(String name) {
        return ownerTables.schema(name).map(schema -> {
            if (!closed && !tables.containsKey(name)) {
                ChainedTable table = new ChainedTable(vertx, name, schema, isBatched, tickerplant);
                tables.put(name, table);
                allTablesFilters.forEach((connection, filter) -> {
                    if (isReadable(connection, table) && table.hasColumn(filter)) {
                        table.subscribe(connection, filter);
                    }
                });
                if (isLogged || table.isWanted()) {
                    // Subscribers of all tables receive a new table from its first row.
                    table.start(true);
                }
            }
            return null;
        });
    }

    /** Stops reading all tables. Returns every connection that has subscribed or has read the log. */
    Set<QConnection> close() {
        Set<QConnection> all = connections();
        // A client that has begun to read this log must not continue in another log.
        all.addAll(readers);
        closed = true;
        tables.values().forEach(ChainedTable::close);
        tables.clear();
        allTablesFilters.clear();
        readers.clear();
        return all;
    }

    boolean isClosed() {
        return closed;
    }
}
