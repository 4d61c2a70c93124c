package io.tickbus.cli.log;

import io.tickbus.q.Atom;
import io.tickbus.q.Flip;
import io.tickbus.q.GeneralList;
import io.tickbus.q.QDictionary;
import io.tickbus.q.QVector;
import io.tickbus.q.SymbolVector;
import io.tickbus.q.Value;
import io.tickbus.q.wire.LogRows;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The rows of one message of a log. A message contains column names only if the publisher sends tables. Otherwise
 * columns are called x, x1, x2 and so on, as in q.
 *
 * @param named true if the message contains column names
 */
record LogMessage(String table, Flip rows, boolean named) {
    private static final int CALL_ITEMS = 3;

    /** Returns the rows of a message, or null if the message contains no rows. */
    static @Nullable LogMessage of(Value message) {
        if (!(message instanceof QVector call)
                || call.size() != CALL_ITEMS
                || !LogRows.FUNCTIONS.contains(name(call.valueAt(0)))) {
            return null;
        }
        String table = name(call.valueAt(1));
        Value payload = call.valueAt(2);
        Flip rows = rows(payload);
        boolean named = payload instanceof Flip || payload instanceof QDictionary;
        return table.isEmpty() || rows == null ? null : new LogMessage(table, rows, named);
    }

    private static String name(Value value) {
        return value instanceof Atom atom && atom.isSymbol() ? ((SymbolVector) atom.item()).textAt(0) : "";
    }

    private static @Nullable Flip rows(Value payload) {
        if (payload instanceof Flip table) {
            return table;
        }
        if (payload instanceof QDictionary keyed && keyed.isKeyedTable()) {
            return keyed.unkeyed();
        }
        if (!(payload instanceof QVector list) || list.size() == 0) {
            return null;
        }
        boolean isRow = list.valueAt(0) instanceof Atom; // q tests for a single row with 0>type first x.
        List<QVector> columns = new ArrayList<>(list.size());
        for (int i = 0; i < list.size(); i++) {
            Value item = list.valueAt(i);
            QVector column = isRow
                    ? item instanceof Atom atom ? atom.item() : new GeneralList(item)
                    : item instanceof QVector vector ? vector : null;
            if (column == null || (i > 0 && column.size() != columns.get(0).size())) {
                return null;
            }
            columns.add(column);
        }
        return new Flip(names(columns.size()), columns);
    }

    private static List<String> names(int count) {
        List<String> names = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            names.add(i == 0 ? "x" : "x" + i);
        }
        return names;
    }
}
