package io.tickbus.query;

import io.tickbus.q.QVector;
import io.tickbus.table.KeyOrder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rows of some keys, in the order in which the keys came; a column is gathered from all over the table, once. */
final class KeyedRows implements StoredRows {
    private final List<String> names;
    private final KeyOrder keys;
    private final int from;
    private final int count;
    private final @Nullable QVector[] columns;

    /** @param names of the table's columns */
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
