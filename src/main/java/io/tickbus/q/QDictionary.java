package io.tickbus.q;

import java.util.ArrayList;
import java.util.List;

/**
 * A dictionary; a keyed table when keys and values are both tables.
 *
 * @param sorted true for a step dictionary ({@code `s#}), type 127 on the wire
 */
public record QDictionary(Value keys, Value values, boolean sorted) implements Value {
    public QDictionary(Value keys, Value values) {
        this(keys, values, false);
    }

    public boolean isKeyedTable() {
        return keys instanceof Flip && values instanceof Flip;
    }

    /** The keyed table as a plain one, key columns first, as {@code 0!t} in q. */
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
