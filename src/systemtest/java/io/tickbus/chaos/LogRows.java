package io.tickbus.chaos;

import io.tickbus.q.Atom;
import io.tickbus.q.Flip;
import io.tickbus.q.QVector;
import io.tickbus.q.SymbolVector;
import io.tickbus.q.Value;
import java.util.ArrayList;
import java.util.List;

/**
 * The rows of one message of a log, which has a row, columns or a table. This class uses none of the code of a
 * replay, because that code is under test.
 *
 * @param columns the columns in the order of the table, with the time
 */
record LogRows(String table, List<QVector> columns) {
    /** Decodes {@code (`upd; table; rows)}. */
    static LogRows of(Value message) {
        QVector upd = (QVector) message;
        String table = ((SymbolVector) ((Atom) upd.valueAt(1)).item()).textAt(0);
        Value rows = upd.valueAt(2);
        if (rows instanceof Flip flip) {
            return new LogRows(table, flip.columns());
        }
        List<QVector> columns = new ArrayList<>();
        QVector items = (QVector) rows;
        for (int i = 0; i < items.size(); i++) {
            columns.add(items.valueAt(i) instanceof Atom atom ? atom.item() : (QVector) items.valueAt(i));
        }
        return new LogRows(table, columns);
    }

    int size() {
        return columns.get(0).size();
    }
}
