package io.tickbus.query;

import io.tickbus.q.Flip;
import io.tickbus.q.Vector;
import java.util.List;

/** Rows of a table, whose columns are made only if they are asked for. */
interface StoredRows {
    List<String> names();

    Vector column(int index);

    static StoredRows of(Flip rows) {
        return new StoredRows() {
            @Override
            public List<String> names() {
                return rows.names();
            }

            @Override
            public Vector column(int index) {
                return rows.column(index);
            }
        };
    }
}
