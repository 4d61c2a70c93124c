package io.tickbus.subscriber;

import io.tickbus.q.Atom;
import io.tickbus.q.ByteVector;
import io.tickbus.q.Dictionary;
import io.tickbus.q.Flip;
import io.tickbus.q.Schema;
import io.tickbus.q.SymbolVector;
import io.tickbus.q.Value;
import io.tickbus.q.Vector;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** What {@code .u.sub} replies: a pair of a table's name and its schema, or a list of such pairs. */
final class Schemas {
    /**
     * One subscribed table.
     *
     * @param rows what is in it: empty, except of a keyed table, whose current rows come with the reply
     */
    record Subscribed(String table, Schema schema, Flip rows) {}

    private Schemas() {}

    /** Reads a reply, told apart by its first item: a symbol atom means one pair. */
    static List<Subscribed> of(Value reply) throws IOException {
        if (!(reply instanceof Vector list)) {
            throw unexpected(reply);
        }
        if (list.size() > 0 && list.valueAt(0) instanceof Atom) {
            return List.of(pair(list));
        }
        List<Subscribed> tables = new ArrayList<>(list.size());
        for (int i = 0; i < list.size(); i++) {
            if (!(list.valueAt(i) instanceof Vector pair)) {
                throw unexpected(list.valueAt(i));
            }
            tables.add(pair(pair));
        }
        if (tables.isEmpty()) {
            throw new IOException(".u.sub replied no tables");
        }
        return tables;
    }

    private static Subscribed pair(Vector pair) throws IOException {
        if (pair.size() != 2 || !(pair.valueAt(0) instanceof Atom name) || !name.isSymbol()) {
            throw unexpected(pair);
        }
        String table = ((SymbolVector) name.item()).textAt(0);
        Value schema = pair.valueAt(1);
        try {
            if (schema instanceof Flip rows) {
                return new Subscribed(table, Schema.of(rows), rows);
            }
            if (schema instanceof Dictionary keyed && keyed.isKeyedTable()) {
                return new Subscribed(table, Schema.of(keyed), keyed.unkeyed());
            }
        } catch (IllegalArgumentException unusable) {
            throw new IOException("the schema of " + table + " cannot be used: " + unusable.getMessage(), unusable);
        }
        if (schema instanceof ByteVector text) {
            throw new IOException(".u.sub replied for " + table + ": " + text.text());
        }
        throw unexpected(schema);
    }

    private static IOException unexpected(Value reply) {
        return new IOException(".u.sub replied neither a table's name and schema nor a list of them, but " + reply);
    }
}
