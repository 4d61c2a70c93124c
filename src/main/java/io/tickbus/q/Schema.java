package io.tickbus.q;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The schema of a table, as q's {@code meta} shows it: the columns, their types, and the number of key columns.
 * Immutable.
 *
 * @param columns the names of the columns in order, 1 to {@link #COLUMNS_MAX} different names
 * @param types one type per column; a column of {@link QType#LIST} takes values of any type
 * @param keys the number of key columns at the front, 0 for a table without a key
 */
public record Schema(List<String> columns, List<QType> types, int keys) {
    /** The largest number of columns of a table. */
    public static final int COLUMNS_MAX = 4096;

    private static final int SHOWN_COLUMNS_MAX = 32;

    /**
     * Checks the components.
     *
     * @param columns see {@link #columns}
     * @param types see {@link #types}
     * @param keys see {@link #keys}
     * @throws IllegalArgumentException if the numbers are out of range or a column occurs twice
     */
    public Schema {
        columns = List.copyOf(columns);
        types = List.copyOf(types);
        if (columns.size() != types.size() || columns.isEmpty() || columns.size() > COLUMNS_MAX) {
            throw new IllegalArgumentException(
                    columns.size() + " columns (1 to " + COLUMNS_MAX + ") of " + types.size() + " types");
        }
        if (keys < 0 || keys > columns.size()) {
            throw new IllegalArgumentException(keys + " key columns of " + columns.size());
        }
        if (columns.stream().distinct().count() < columns.size()) {
            throw new IllegalArgumentException("a column twice: " + twice(columns));
        }
    }

    private static String twice(List<String> columns) {
        Set<String> seen = new HashSet<>();
        return columns.stream().filter(column -> !seen.add(column)).findFirst().orElseThrow();
    }

    /**
     * {@return the schema of a table without a key}
     *
     * @param table the table
     */
    public static Schema of(Flip table) {
        return new Schema(
                table.names(), table.columns().stream().map(QVector::type).toList(), 0);
    }

    /**
     * {@return the schema of a keyed table}
     *
     * @param keyedTable the keyed table
     */
    public static Schema of(QDictionary keyedTable) {
        Schema plain = of(keyedTable.unkeyed());
        return plain.keyedBy(((Flip) keyedTable.keys()).columns().size());
    }

    /**
     * {@return a schema with the columns of this schema} Its first {@code keys} columns are the key.
     *
     * @param keys the number of key columns at the front
     */
    public Schema keyedBy(int keys) {
        return keys == this.keys ? this : new Schema(columns, types, keys);
    }

    /** {@return the number of columns} */
    public int width() {
        return columns.size();
    }

    /**
     * {@return the number of bytes that a row takes in the arrays of its columns} A cell of a general list counts as a
     * reference.
     */
    public long rowBytes() {
        long bytes = 0;
        for (QType type : types) {
            bytes += type.arrayBytes();
        }
        return bytes;
    }

    /** {@return a table without rows} */
    public Flip empty() {
        return new Flip(columns, types.stream().map(QVector::empty).toList());
    }

    /**
     * {@return one builder per column, each with room for {@code capacity} rows}
     *
     * @param capacity the number of rows
     */
    public List<VectorBuilder> builders(int capacity) {
        List<VectorBuilder> builders = new ArrayList<>(width());
        for (QType type : types) {
            builders.add(new VectorBuilder(type, capacity));
        }
        return builders;
    }

    /**
     * {@return one builder per column} Each builder allocates its memory at its first row, because most tables of a
     * tickerplant are idle most of the time.
     *
     * @param expectedRows the number of rows to allocate memory for. More rows can be appended.
     * @param bytesMax the largest number of bytes to allocate at the first row, for all columns together
     */
    public List<VectorBuilder> buildersExpecting(int expectedRows, int bytesMax) {
        int rows = (int) Math.min(expectedRows, bytesMax / Math.max(1, rowBytes()));
        return types.stream().map(type -> VectorBuilder.expecting(type, rows)).toList();
    }

    /**
     * {@return a table of the rows in builders that {@link #builders} returned} The table shares the builders' arrays.
     *
     * @param builders one builder for each column, with equal numbers of items
     */
    public Flip flip(List<VectorBuilder> builders) {
        // A loop costs less than a stream, and every small batch passes through this method.
        QVector[] vectors = new QVector[builders.size()];
        for (int i = 0; i < vectors.length; i++) {
            vectors[i] = builders.get(i).build();
        }
        return new Flip(columns, List.of(vectors));
    }

    /**
     * Describes how columns differ from this schema in number or type.
     *
     * @param found the columns
     * @return the first difference, or null if the columns do not differ
     */
    public @Nullable String mismatch(List<? extends QVector> found) {
        if (found.size() != width()) {
            return found.size() + " columns, " + width() + " expected";
        }
        for (int i = 0; i < width(); i++) {
            QType type = found.get(i).type();
            if (type != types.get(i) && types.get(i) != QType.LIST) {
                return "column " + columns.get(i) + " is " + type + ", " + types.get(i) + " expected";
            }
        }
        return null;
    }

    /**
     * Describes how a table's columns differ from this schema in name, order or type.
     *
     * @param rows the table
     * @return the first difference, or null if the columns do not differ
     */
    public @Nullable String mismatch(Flip rows) {
        if (!rows.names().equals(columns)) {
            List<QType> found = rows.columns().stream().map(QVector::type).toList();
            return SchemaDifference.of(this, rows.names(), found);
        }
        return mismatch(rows.columns());
    }

    /**
     * {@return rows with their columns in the order and the types of this schema, as far as possible} Columns are
     * matched by name. A general list of atoms of the column's type becomes a vector of that type. If the schema's
     * column is a general list, a vector of any type becomes a general list. All other differences remain, and
     * {@link #mismatch(Flip)} describes them.
     *
     * @param rows the table
     */
    public Flip fitted(Flip rows) {
        return SchemaFit.of(this, rows);
    }

    /** {@return every column with its type, as {@code time:timespan | sym:symbol}} A bar follows the key columns. */
    public String text() {
        return text(width());
    }

    /**
     * Returns {@link #text} for at most 32 columns. For more columns, returns the first 32 and the number of all
     * columns.
     */
    @Override
    public String toString() {
        return width() <= SHOWN_COLUMNS_MAX ? text() : text(SHOWN_COLUMNS_MAX) + " .. (" + width() + " columns)";
    }

    private String text(int shown) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < shown; i++) {
            text.append(i == 0 ? "" : i == keys ? " | " : " ")
                    .append(columns.get(i))
                    .append(':')
                    .append(types.get(i));
        }
        return text.toString();
    }
}
