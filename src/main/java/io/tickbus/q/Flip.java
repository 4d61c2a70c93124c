package io.tickbus.q;

import java.util.ArrayList;
import java.util.List;

/**
 * A table: named columns of equal size. In q a table is the flip of a dictionary of columns, hence the name. Immutable.
 *
 * @param names the names of the columns, in order
 * @param columns one vector per name, all of equal size
 * @param attribute q's attribute byte, 0 for none
 */
public record Flip(List<String> names, List<QVector> columns, int attribute) implements Value {
    private static final int SHOWN_ROWS_MAX = 10;
    // The number of lines that a q console does not use for rows: two free lines and two header lines.
    private static final int CONSOLE_ROWS_RESERVED = 4;

    /**
     * Checks the components.
     *
     * @param names see {@link #names}
     * @param columns see {@link #columns}
     * @param attribute see {@link #attribute}
     * @throws IllegalArgumentException if there are more or fewer names than columns, or if the columns differ in size
     */
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

    /**
     * Creates a table without an attribute.
     *
     * @param names see {@link #names}
     * @param columns see {@link #columns}
     */
    public Flip(List<String> names, List<QVector> columns) {
        this(names, columns, 0);
    }

    /** {@return the number of rows, which is 0 for a table without columns} */
    public int size() {
        return columns.isEmpty() ? 0 : columns.get(0).size();
    }

    /**
     * {@return the column at an index, counted from 0}
     *
     * @param index the index of the column, from 0
     */
    public QVector column(int index) {
        return columns.get(index);
    }

    /**
     * {@return the column with a name}
     *
     * @param name the name of the column
     * @throws IllegalArgumentException if no column has the name
     */
    public QVector column(String name) {
        int index = names.indexOf(name);
        if (index < 0) {
            throw new IllegalArgumentException("no column " + name + " among " + names);
        }
        return columns.get(index);
    }

    /**
     * {@return a keyed table with the rows of this table}
     *
     * @param keys the number of key columns at the front. If the number is 0, this table is returned unchanged.
     */
    public Value keyed(int keys) {
        return keys == 0 ? this : new QDictionary(columns(0, keys), columns(keys, names.size()));
    }

    private Flip columns(int from, int to) {
        return new Flip(names.subList(from, to), columns.subList(from, to));
    }

    /**
     * Returns the table as a q console prints it, for logs and debuggers. The text shows at most 10 rows and 80
     * characters per line. The last line is the number of rows.
     */
    @Override
    public String toString() {
        return ConsoleText.of(this, SHOWN_ROWS_MAX + CONSOLE_ROWS_RESERVED, ConsoleText.COLUMNS)
                + (size() == 1 ? "\n1 row" : "\n" + size() + " rows");
    }

    /**
     * {@return a slice of this table: consecutive rows} The slice shares the arrays of this table.
     *
     * @param from the index of the first row
     * @param size the number of rows
     * @throws IndexOutOfBoundsException if this table has fewer rows
     */
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
