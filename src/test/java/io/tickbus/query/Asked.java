package io.tickbus.query;

import io.tickbus.q.ConsoleText;
import io.tickbus.q.Flip;
import io.tickbus.q.QDictionary;
import io.tickbus.q.QVector;
import io.tickbus.q.Schema;
import io.tickbus.q.Value;
import io.tickbus.table.Snapshot;
import io.tickbus.table.Table;
import java.util.ArrayList;
import java.util.List;

/** Asks tables of small segments, and writes answers on one line. */
final class Asked {
    private static final int SEGMENT_ROWS = 3;

    private Asked() {}

    static Snapshot table(Flip rows, int keys) {
        Table table = new Table(Schema.of(rows).keyedBy(keys), SEGMENT_ROWS, Long.MAX_VALUE);
        table.append(rows);
        return table.snapshot();
    }

    static Value value(Snapshot table, String query) {
        try {
            return Select.parse(query).evaluate(table);
        } catch (QueryException refused) {
            throw new AssertionError(query, refused);
        }
    }

    /** {@code name:type item item, ...}, the key columns before a bar; a null is {@code .}. */
    static String line(Snapshot table, String query) {
        Value value = value(table, query);
        return value instanceof QDictionary groups
                ? columns((Flip) groups.keys()) + " | " + columns((Flip) groups.values())
                : columns((Flip) value);
    }

    private static String columns(Flip rows) {
        List<String> columns = new ArrayList<>();
        for (int i = 0; i < rows.names().size(); i++) {
            QVector column = rows.column(i);
            StringBuilder text = new StringBuilder(rows.names().get(i) + ":" + column.type());
            for (int row = 0; row < column.size(); row++) {
                String cell = ConsoleText.cell(column, row);
                text.append(' ').append(cell.isBlank() ? "." : cell);
            }
            columns.add(text.toString());
        }
        return String.join(", ", columns);
    }

    /** The message that a question is refused with. */
    static String refusal(Snapshot table, String query) {
        try {
            Value value = Select.parse(query).evaluate(table);
            throw new AssertionError(query + " gave " + value);
        } catch (QueryException refused) {
            return String.valueOf(refused.getMessage());
        }
    }
}
