package io.tickbus.publish;

import io.tickbus.q.Atom;
import io.tickbus.q.Flip;
import io.tickbus.q.GeneralList;
import io.tickbus.q.QDictionary;
import io.tickbus.q.QType;
import io.tickbus.q.QVector;
import io.tickbus.q.Schema;
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

/** A table that can be subscribed to: its schema, who wants which rows, and in batch mode the rows of the next tick. */
public final class PublishedTable {
    /** The function that subscribers are to have, and that logs call. */
    public static final Atom UPD = Atom.symbol("upd");

    private static final Logger LOG = LoggerFactory.getLogger(PublishedTable.class);
    private static final int GROUPED = 4; // q's attribute byte
    /** Rows that wait for the next tick; past that they are published before it. */
    private static final int HELD_ROWS_MAX = 1 << 20;
    /** Bytes that these rows may take, which bounds the message that they become, too. */
    static final int HELD_BYTES_MAX = 1 << 24;

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

    /** Adds a subscriber, in place of what the same connection asked for before, and gives the answer: (name; schema). */
    public Value subscribe(QConnection connection, SymFilter filter) {
        requireColumn(filter);
        unsubscribe(connection);
        subscribers.computeIfAbsent(filter, unknown -> new LinkedHashSet<>()).add(connection);
        return new GeneralList(Atom.symbol(name), emptyTable());
    }

    /** The filter that a connection has subscribed with, united with another: {@code .u.add}. */
    public SymFilter united(QConnection connection, SymFilter filter) {
        SymFilter before = subscribers().get(connection);
        return before == null ? filter : before.union(filter);
    }

    /** Who has subscribed, and to which rows, in the order in which they have connected. */
    public Map<QConnection, SymFilter> subscribers() {
        Map<QConnection, SymFilter> all = new TreeMap<>(Comparator.comparingInt(QConnection::handle));
        subscribers.forEach((filter, connections) -> connections.forEach(each -> all.put(each, filter)));
        return all;
    }

    /**
     * Makes sure that the table can be filtered so.
     *
     * @throws QError {@code sym} for a filter when there is no such column
     */
    public void requireColumn(SymFilter filter) {
        if (!hasColumn(filter)) {
            throw new QError("sym: the table " + name + " has no column of that name to filter by");
        }
    }

    /** Returns whether the filter can be applied to this table: a filter by syms needs a column of symbols of that name. */
    public boolean hasColumn(SymFilter filter) {
        int sym = schema.columns().indexOf(SymFilter.COLUMN);
        return filter.equals(SymFilter.ALL) || (sym >= 0 && schema.types().get(sym) == QType.SYMBOL);
    }

    /**
     * Adds a subscriber of a keyed table, whose answer has its rows.
     *
     * @param current what has been published of it, the last row of each key
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

    /** As kdb+tick has it: grouped by sym. */
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

    /** Every connection that has subscribed, whatever for. */
    public Set<QConnection> connections() {
        Set<QConnection> all = new LinkedHashSet<>();
        subscribers.values().forEach(all::addAll);
        return all;
    }

    /**
     * Sends rows to the subscribers that want some of them, encoded once for all that want the same. When rows cannot be sent, as
     * without memory, the connections of their subscribers are closed, so that each subscribes again and replays the log.
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

    /** Keeps rows for the next tick. */
    public void retain(Flip rows) {
        for (int i = 0; i < pending.size(); i++) {
            pending.get(i).append(rows.column(i));
        }
    }

    public int retainedRows() {
        return pending.get(0).size();
    }

    /** Whether so many rows are held that they are to be published before the next tick. */
    public boolean isFull() {
        return retainedRows() >= HELD_ROWS_MAX || retainedBytes() >= HELD_BYTES_MAX;
    }

    private long retainedBytes() {
        long bytes = 0;
        for (VectorBuilder column : pending) {
            bytes += column.arrayBytes();
        }
        return bytes;
    }

    /** Publishes what was held, in one message. */
    public void publishHeld() {
        if (retainedRows() > 0) {
            publish(pollRetained());
        }
    }

    /** Gives what was held, and holds it no more. */
    public Flip pollRetained() {
        Flip rows = schema.flip(pending);
        pending = schema.builders(0);
        return rows;
    }
}
