package io.tickbus.publish;

import io.tickbus.q.Atom;
import io.tickbus.q.Flip;
import io.tickbus.q.GeneralList;
import io.tickbus.q.QDictionary;
import io.tickbus.q.QType;
import io.tickbus.q.QVector;
import io.tickbus.q.Schema;
import io.tickbus.q.SymFilter;
import io.tickbus.q.Value;
import io.tickbus.q.VectorBuilder;
import io.tickbus.q.wire.MessageKind;
import io.tickbus.server.EncodedMessage;
import io.tickbus.server.QConnection;
import io.tickbus.server.QError;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A table that clients subscribe to, with its schema, its subscribers and their filters. The embedded tickerplant and
 * the chained tickerplant use this class. In batch mode, rows are kept until the next timer tick publishes them. The
 * event loop of the tickerplant or gateway owns the table.
 */
public final class PublishedTable {
    /** The name of the q function that each published message calls. */
    public static final Atom UPD = Atom.symbol("upd");

    private static final Logger LOG = LoggerFactory.getLogger(PublishedTable.class);
    private static final int GROUPED = 4; // The code of the grouped attribute in q
    /** Limit of rows that wait for the next tick. At this limit, the rows are published at once. */
    private static final int RETAINED_ROWS_MAX = 1 << 20;
    /**
     * Limit of bytes in the rows that wait for the next tick. The limit also bounds the size of the published message.
     */
    static final int RETAINED_BYTES_MAX = 1 << 24;

    private final String name;
    private final Schema schema;
    private final Map<SymFilter, Set<QConnection>> subscribers = new LinkedHashMap<>();
    private List<VectorBuilder> pending;

    public PublishedTable(String name, Schema schema) {
        this.name = name;
        this.schema = schema;
        this.pending = schema.builders(0);
    }

    public String name() {
        return name;
    }

    public Schema schema() {
        return schema;
    }

    /**
     * Adds a subscriber. An earlier subscription of this connection is replaced.
     *
     * @return the reply (name; empty table)
     * @throws QError {@code sym} if the filter does not fit the table. An earlier subscription remains.
     */
    public Value subscribe(QConnection connection, SymFilter filter) {
        requireColumn(filter);
        unsubscribe(connection);
        subscribers.computeIfAbsent(filter, unknown -> new LinkedHashSet<>()).add(connection);
        return new GeneralList(Atom.symbol(name), emptyTable());
    }

    /** Returns the union of the given filter and the connection's current filter, for {@code .u.add}. */
    public SymFilter unionFilter(QConnection connection, SymFilter filter) {
        SymFilter before = subscribers().get(connection);
        return before == null ? filter : before.union(filter);
    }

    /** Returns the subscribed connections with their filters, ordered by the time of connection. */
    public Map<QConnection, SymFilter> subscribers() {
        Map<QConnection, SymFilter> all = new TreeMap<>(Comparator.comparingInt(QConnection::handle));
        subscribers.forEach((filter, connections) -> connections.forEach(each -> all.put(each, filter)));
        return all;
    }

    /**
     * Checks that a filter fits this table.
     *
     * @throws QError {@code sym} if the table does not have the column of the filter
     */
    public void requireColumn(SymFilter filter) {
        if (!hasColumn(filter)) {
            throw new QError("sym: the table " + name + " has no column of that name to filter by");
        }
    }

    /** Returns whether a filter fits this table. A filter for some rows needs a column {@code sym} of symbols. */
    public boolean hasColumn(SymFilter filter) {
        int sym = schema.columns().indexOf(SymFilter.COLUMN);
        return filter.isAll() || (sym >= 0 && schema.types().get(sym) == QType.SYMBOL);
    }

    /**
     * Adds a subscriber of a keyed table. The reply includes rows.
     *
     * @param current the last published row of each key
     * @return the reply (name; keyed table with the rows that pass the filter)
     * @throws QError {@code sym} if the filter does not fit the table
     */
    public Value subscribe(QConnection connection, SymFilter filter, Flip current) {
        subscribe(connection, filter);
        Flip wanted = filter.select(current);
        int keys = schema.keys();
        Flip key = new Flip(schema.columns().subList(0, keys), wanted.columns().subList(0, keys));
        Flip value = new Flip(
                schema.columns().subList(keys, schema.width()), wanted.columns().subList(keys, schema.width()));
        return new GeneralList(Atom.symbol(name), new QDictionary(key, value));
    }

    /** Returns the empty table. Its {@code sym} column has the grouped attribute, as in kdb+tick. */
    private Flip emptyTable() {
        List<QVector> columns = new ArrayList<>(schema.empty().columns());
        int sym = schema.columns().indexOf(SymFilter.COLUMN);
        if (sym >= 0) {
            columns.set(sym, columns.get(sym).withAttribute(GROUPED));
        }
        return new Flip(schema.columns(), columns);
    }

    public void unsubscribe(QConnection connection) {
        subscribers.values().removeIf(connections -> connections.remove(connection) && connections.isEmpty());
    }

    /** Returns all subscribed connections. */
    public Set<QConnection> connections() {
        Set<QConnection> all = new LinkedHashSet<>();
        subscribers.values().forEach(all::addAll);
        return all;
    }

    /**
     * Sends rows to the subscribers. Rows are encoded once for all subscribers that have the same filter. If the rows
     * cannot be sent, for example because memory is full, the connections of these subscribers are closed. The clients
     * can then subscribe again and replay the log.
     */
    public void publish(Flip rows) {
        for (var entry : List.copyOf(subscribers.entrySet())) {
            List<QConnection> connections = List.copyOf(entry.getValue());
            try {
                publish(entry.getKey().select(rows), connections);
            } catch (RuntimeException | Error failure) {
                connections.forEach(QConnection::abort);
                LOG.atError()
                        .addKeyValue("table", name)
                        .addKeyValue("closed", connections.size())
                        .addKeyValue("reason", failure)
                        .log("rows cannot be sent to subscribers, whose connections are closed");
            }
        }
    }

    private void publish(Flip wanted, List<QConnection> connections) {
        if (wanted.size() > 0) {
            EncodedMessage message =
                    EncodedMessage.of(MessageKind.ASYNC, new GeneralList(UPD, Atom.symbol(name), wanted));
            connections.forEach(connection -> connection.send(message));
        }
    }

    /** Keeps rows until the next tick. */
    public void retain(Flip rows) {
        for (int i = 0; i < pending.size(); i++) {
            pending.get(i).append(rows.column(i));
        }
    }

    public int retainedRows() {
        return pending.get(0).size();
    }

    /** Returns whether the kept rows have reached a limit and must be published before the next tick. */
    public boolean isFull() {
        return retainedRows() >= RETAINED_ROWS_MAX || retainedBytes() >= RETAINED_BYTES_MAX;
    }

    private long retainedBytes() {
        long bytes = 0;
        for (VectorBuilder column : pending) {
            bytes += column.arrayBytes();
        }
        return bytes;
    }

    /** Publishes all kept rows in one message. */
    public void publishRetained() {
        if (retainedRows() > 0) {
            publish(pollRetained());
        }
    }

    /** Removes and returns the kept rows. */
    public Flip pollRetained() {
        Flip rows = schema.flip(pending);
        pending = schema.builders(0);
        return rows;
    }
}
