package io.tickbus.store;

import io.tickbus.event.Failure;
import io.tickbus.q.QType;
import io.tickbus.q.Schema;
import java.util.ArrayList;
import java.util.List;

/** Moves the configured key columns of a schema to the front, as q's {@code xkey} does. Thread-safe. */
final class KeyColumns {
    private KeyColumns() {}

    /**
     * Returns the schema with the given columns as its key. Returns the schema unchanged if no columns are given.
     *
     * @throws io.vertx.core.eventbus.ReplyException {@link Failure#SCHEMA} if the schema lacks one of the columns
     */
    static Schema inFront(String table, Schema schema, List<String> keys) {
        if (keys.isEmpty()) {
            return schema;
        }
        if (!schema.columns().containsAll(keys)) {
            throw Failure.SCHEMA.because(
                    "table " + table + " is configured with the key " + keys + ", but comes as " + schema);
        }
        List<String> columns = new ArrayList<>(keys);
        for (String column : schema.columns()) {
            if (!keys.contains(column)) {
                columns.add(column);
            }
        }
        List<QType> types = new ArrayList<>();
        for (String column : columns) {
            types.add(schema.types().get(schema.columns().indexOf(column)));
        }
        return new Schema(columns, types, keys.size());
    }
}
