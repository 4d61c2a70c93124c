package io.tickbus.query;

import io.tickbus.q.Flip;
import io.tickbus.q.QVector;
import java.util.List;

/**
 * Rows of a table. {@link Chunk} reads them. Some implementations build a column at its first use. Belongs to the
 * thread that evaluates the query.
 */
interface StoredRows {
    List<String> names();

    QVector column(int index);

    static StoredRows of(Flip rows) {
        return new StoredRows() {
            @Override
            public List<String> names() {
                return rows.names();
            }

            @Override
            public QVector column(int index) {
                return rows.column(index);
            }
        };
    }
}
