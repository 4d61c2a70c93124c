package io.tickbus.query;

import io.tickbus.q.QVector;
import io.tickbus.table.KeyOrder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Rows of a keyed table for some consecutive keys: the last row of each key. The keys are in the order of their first
 * arrival. {@link Scan} creates it. A column is copied from the table at its first use, and the copy is kept. Belongs
 * to the thread that evaluates the query.
 */
final class KeyedRows implements StoredRows {
    private final List<String> names;
    private final KeyOrder keys;
    private final int from;
    private final int count;
    private final @Nullable QVector[] columns;

    /**
     * @param names the names of the table's columns
     * @param from the first key's index in {@code keys}
     * @param count the number of keys
     */
    KeyedRows(List<String> names, KeyOrder keys, int from, int count) {
        this.names = names;
        this.keys = keys;
        this.from = from;
        this.count = count;
        this.columns = new @Nullable QVector[names.size()];
    }

    @Override
    public List<String> names() {
        return names;
    }

    @Override
    public QVector column(int index) {
        QVector known = columns[index];
        if (known == null) {
            known = keys.column(index, from, count);
            columns[index] = known;
        }
        return known;
    }
}
