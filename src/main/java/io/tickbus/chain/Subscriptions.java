package io.tickbus.chain;

import io.tickbus.client.Tables;
import io.tickbus.publish.SymFilter;
import io.tickbus.q.Atom;
import io.tickbus.q.GeneralList;
import io.tickbus.q.QDictionary;
import io.tickbus.q.QFunction;
import io.tickbus.q.QType;
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
 * The tables of a chained tickerplant and who has subscribed to them, {@code .u.t} and {@code .u.w}, until everything begins
 * anew. On one event loop.
 */
final class Subscriptions {
    /** How long a subscription waits for the owner of the tables. */
    static final long READY_MS_MAX = 5000;

    private static final Logger LOG = LoggerFactory.getLogger(Subscriptions.class);

    private final Vertx vertx;
    private final Tables asking;
    private final boolean isBatched;
    private final boolean isLogged;
    private final ChainedTable.Tickerplant tickerplant;
    private final Map<String, ChainedTable> tables = new LinkedHashMap<>();
    /** Who has subscribed to all tables, and so to those that there will be. */
    private final Map<QConnection, SymFilter> ofAll = new LinkedHashMap<>();
    /** Who has read the log from here, and may be about to read on. */
    private final Set<QConnection> readers = new LinkedHashSet<>();

    private boolean listed;
    private boolean closed;

    /**
     * @param isBatched whether rows wait for {@link #publishHeld}
     * @param isLogged whether all tables are read from their beginning on; else those that somebody wants
     */
    Subscriptions(Vertx vertx, boolean isBatched, boolean isLogged, ChainedTable.Tickerplant tickerplant) {
        this.vertx = vertx;
        this.asking = new Tables(vertx);
        this.isBatched = isBatched;
        this.isLogged = isLogged;
        this.tickerplant = tickerplant;
    }

    /** Subscribes a connection to one table, or, for the empty name, to all; see {@link ChainedTickerplant#subscribe}. */
    Future<Value> subscribe(QConnection connection, String table, SymFilter filter) {
        return whenReady(table, filter, () -> subscribeNow(connection, table, filter));
    }

    /** Subscribes a connection to more rows of one table than before. */
    Future<Value> add(QConnection connection, String table, SymFilter filter) {
        return whenReady(table, filter, () -> {
            if (!connection.isOpen()) {
                release();
                return QFunction.GENERIC_NULL;
            }
            ChainedTable wanted = wanted(table, filter).get(0);
            wanted.start(true);
            return wanted.add(connection, filter);
        });
    }

    private Future<Value> whenReady(String table, SymFilter filter, Supplier<Value> subscribing) {
        if (!listed) {
            throw new QError("tables: nobody has told yet which there are");
        }
        List<ChainedTable> wanted = wanted(table, filter);
        if (isLogged) {
            return Future.succeededFuture(subscribing.get());
        }
        wanted.forEach(ChainedTable::await);
        return Future.all(wanted.stream().map(this::ready).toList())
                .timeout(READY_MS_MAX, TimeUnit.MILLISECONDS)
                .transform(ready -> {
                    wanted.forEach(ChainedTable::awaitNoMore);
                    if (ready.failed() || closed) {
                        release();
                        throw new QError("table: nobody answers who has " + (table.isEmpty() ? "them" : table));
                    }
                    return Future.succeededFuture(subscribing.get());
                });
    }

    private List<ChainedTable> wanted(String table, SymFilter filter) {
        if (table.isEmpty()) {
            List<ChainedTable> wanted = tables.values().stream()
                    .filter(each -> each.hasColumn(filter))
                    .toList();
            if (wanted.isEmpty()) {
                tables.values().forEach(each -> each.requireColumn(filter));
            }
            return wanted;
        }
        ChainedTable named = table(table);
        named.requireColumn(filter);
        return List.of(named);
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
        List<ChainedTable> wanted = wanted(table, filter);
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
    private Future<?> ready(ChainedTable table) {
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

    /** Somebody reads the log, and must not read on in another. */
    void reads(QConnection reader) {
        readers.add(reader);
    }

    /** {@code .u.t}. */
    Set<String> names() {
        return tables.keySet();
    }

    /** {@code .u.w}: by table the pairs of handle and syms. */
    QDictionary handles() {
        Value[] each = tables.values().stream()
                .map(table -> new GeneralList(table.subscribers().entrySet().stream()
                        .map(one -> new GeneralList(
                                Atom.ofInt(QType.INT, one.getKey().handle()),
                                one.getValue().shown()))
                        .toArray(Value[]::new)))
                .toArray(Value[]::new);
        return new QDictionary(SymbolVector.of(tables.keySet().toArray(String[]::new)), new GeneralList(each));
    }

    /** The tables that are read. */
    Collection<ChainedTable> started() {
        return tables.values().stream().filter(ChainedTable::isStarted).toList();
    }

    /** Everybody who has subscribed to anything. */
    Set<QConnection> connections() {
        Set<QConnection> all = new LinkedHashSet<>(ofAll.keySet());
        tables.values().forEach(table -> all.addAll(table.connections()));
        return all;
    }

    void publishHeld() {
        tables.values().forEach(ChainedTable::publishHeld);
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
        if (isLogged) {
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

    /** Looks for tables that are new; succeeds when it has asked, whether there were any or not. */
    Future<Void> refresh() {
        return asking.list()
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
        return asking.schema(name).map(schema -> {
            if (!closed && !tables.containsKey(name)) {
                ChainedTable table = new ChainedTable(vertx, name, schema, isBatched, tickerplant);
                tables.put(name, table);
                ofAll.forEach((connection, filter) -> {
                    if (table.hasColumn(filter)) {
                        table.subscribe(connection, filter);
                    }
                });
                if (isLogged || table.isWanted()) {
                    table.start(true); // all its rows are new to whoever has subscribed already
                }
            }
            return null;
        });
    }

    /** Ends the reading, and gives everybody who has got something, or may be about to read it. */
    Set<QConnection> close() {
        Set<QConnection> all = connections();
        all.addAll(readers); // else they would read on in another log
        closed = true;
        tables.values().forEach(ChainedTable::close);
        tables.clear();
        ofAll.clear();
        readers.clear();
        return all;
    }

    boolean isClosed() {
        return closed;
    }
}
