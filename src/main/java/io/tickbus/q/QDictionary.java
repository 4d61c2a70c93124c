package io.tickbus.q;

import java.util.ArrayList;
import java.util.List;

/**
 * A dictionary. If the keys and the values are tables, the dictionary is a keyed table. Immutable.
 *
 * @param keys the keys: a vector, or a table
 * @param values the values, one for each key: a vector, or a table
 * @param sorted true for a step dictionary ({@code `s#}), whose type byte in messages is 127
 */
public record QDictionary(Value keys, Value values, boolean sorted) implements Value {
    /**
     * Creates a dictionary.
     *
     * @param keys see {@link #keys}
     * @param values see {@link #values}
     */
    public QDictionary(Value keys, Value values) {
        this(keys, values, false);
    }

    /** {@return whether the keys and the values are tables} */
    public boolean isKeyedTable() {
        return keys instanceof Flip && values instanceof Flip;
    }

    /**
     * {@return a keyed table as a plain table, with the key columns first, as {@code 0!t} does in q}
     *
     * @throws IllegalStateException if this is not a keyed table
     */
    public Flip unkeyed() {
        if (!(keys instanceof Flip keyTable && values instanceof Flip valueTable)) {
            throw new IllegalStateException("not a keyed table");
        }
        List<String> names = new ArrayList<>(keyTable.names());
        names.addAll(valueTable.names());
        List<QVector> columns = new ArrayList<>(keyTable.columns());
        columns.addAll(valueTable.columns());
        return new Flip(names, columns);
    }
}
