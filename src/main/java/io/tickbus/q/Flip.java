package io.tickbus.q;

import java.util.ArrayList;
import java.util.List;

/**
 * A table: named columns of one length (in q, a table is the flip of a column dictionary).
 *
 * @param names the columns' names, in order
 * @param columns as many vectors, all of the same size
 * @param attribute q's attribute byte, 0 for none
 */
public record Flip(List<String> names, List<QVector> columns, int attribute) implements Value {
    private static final int SHOWN_ROWS_MAX = 10;
    private static final int CONSOLE_ROWS_RESERVED = 4; // two lines that q leaves free, and the two of the header

    public Flip {
        names = List.copyOf(names);
        columns = List.copyOf(columns);
        if (names.size() != columns.size()) {
            throw new IllegalArgumentException(names.size() + " names for " + columns.size() + " columns");
        }
        int rows = columns.isEmpty() ? 0 : columns.get(0).size();
        for (int i = 1; i < columns.size(); i++) {
            if (columns.get(i).size() != rows) {
                throw new IllegalArgumentException(
                        "columns of " + rows + " and " + columns.get(i).size() + " rows");
            }
        }
    }

    public Flip(List<String> names, List<QVector> columns) {
        this(names, columns, 0);
    }

    /** Rows in the table. */
    public int size() {
        return columns.isEmpty() ? 0 : columns.get(0).size();
    }

    public QVector column(int index) {
        return columns.get(index);
    }

    /** The column of this name; an unknown name is the caller's mistake. */
    public QVector column(String name) {
        int index = names.indexOf(name);
        if (index < 0) {
            throw new IllegalArgumentException("no column " + name + " among " + names);
        }
        return columns.get(index);
    }

    /**
     * Returns the table with its first columns as the key; itself if there are none.
     *
     * @param keys how many columns
     */
    public Value keyed(int keys) {
        return keys == 0 ? this : new QDictionary(columns(0, keys), columns(keys, names.size()));
    }

    private Flip columns(int from, int to) {
        return new Flip(names.subList(from, to), columns.subList(from, to));
    }

    /**
     * Returns the table as a q console prints it, for logs and debuggers: at most 10 rows, lines of at most 80 characters, and a
     * last line with the number of rows.
     */
    @Override
    public String toString() {
        return ConsoleText.of(this, SHOWN_ROWS_MAX + CONSOLE_ROWS_RESERVED, ConsoleText.COLUMNS)
                + (size() == 1 ? "\n1 row" : "\n" + size() + " rows");
    }

    /** Rows {@code from} to {@code from + size}, sharing the arrays. */
    public Flip slice(int from, int size) {
        if (from == 0 && size == size()) {
            return this;
        }
        List<QVector> slices = new ArrayList<>(columns.size());
        for (QVector column : columns) {
            slices.add(column.slice(from, size));
        }
        return new Flip(names, slices);
    }
}
