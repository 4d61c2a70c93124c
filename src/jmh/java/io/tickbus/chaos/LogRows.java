package io.tickbus.chaos;

import io.tickbus.q.Atom;
import io.tickbus.q.Flip;
import io.tickbus.q.SymbolVector;
import io.tickbus.q.Value;
import io.tickbus.q.Vector;
import java.util.ArrayList;
import java.util.List;

/**
 * The rows of one message of a log, whichever way they were sent: a row, columns or a table. Read without any of the code that
 * the pipeline replays with, since that is what is being tested.
 *
 * @param columns in the table's order, the time included
 */
record LogRows(String table, List<Vector> columns) {
    /** Reads {@code (`upd; table; rows)}. */
    static LogRows of(Value message) {
        Vector upd = (Vector) message;
        String table = ((SymbolVector) ((Atom) upd.valueAt(1)).item()).textAt(0);
        Value rows = upd.valueAt(2);
        if (rows instanceof Flip flip) {
            return new LogRows(table, flip.columns());
        }
        List<Vector> columns = new ArrayList<>();
        Vector items = (Vector) rows;
        for (int i = 0; i < items.size(); i++) {
            columns.add(items.valueAt(i) instanceof Atom atom ? atom.item() : (Vector) items.valueAt(i));
        }
        return new LogRows(table, columns);
    }

    int size() {
        return columns.get(0).size();
    }
}
