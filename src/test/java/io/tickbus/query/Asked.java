package io.tickbus.query;

import io.tickbus.q.ConsoleText;
import io.tickbus.q.Flip;
import io.tickbus.q.Schema;
import io.tickbus.table.Snapshot;
import io.tickbus.table.Table;

/** Asks a table of small segments. */
final class Asked {
    private static final int SEGMENT_ROWS = 3;

    private Asked() {}

    static Snapshot table(Flip rows, int keys) {
        Table table = new Table(Schema.of(rows).keyedBy(keys), SEGMENT_ROWS, Long.MAX_VALUE);
        table.append(rows);
        return table.snapshot();
    }

    /** The answer as q prints it, or what is signalled. */
    static String console(Snapshot table, String query) {
        try {
            return ConsoleText.of(Select.parse(query).evaluate(table));
        } catch (QueryException refused) {
            return refused.getMessage();
        }
    }
}
