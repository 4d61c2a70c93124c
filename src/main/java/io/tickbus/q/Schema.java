package io.tickbus.q;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What {@code meta} says of a table: its columns, their types, and how many of the first ones are its key.
 *
 * @param columns names, in order
 * @param types as many; {@link QType#LIST} takes values of any type
 * @param keys columns at the front that make the key, 0 for a table without one
 */
public record Schema(List<String> columns, List<QType> types, int keys) {
    /** Columns that a table may have. */
    public static final int COLUMNS_MAX = 4096;

    private static final int SHOWN_COLUMNS_MAX = 32;

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

    /** The schema of a table without a key. */
    public static Schema of(Flip table) {
        return new Schema(
                table.names(), table.columns().stream().map(QVector::type).toList(), 0);
    }

    /** The schema of a keyed table. */
    public static Schema of(QDictionary keyedTable) {
        Schema plain = of(keyedTable.unkeyed());
        return plain.keyedBy(((Flip) keyedTable.keys()).columns().size());
    }

    /** The same columns with the first {@code keys} as the key. */
    public Schema keyedBy(int keys) {
        return keys == this.keys ? this : new Schema(columns, types, keys);
    }

    /** Number of columns. */
    public int width() {
        return columns.size();
    }

    /** Bytes of a row in the arrays behind its columns; of general lists, those of the references alone. */
    public long rowBytes() {
        long bytes = 0;
        for (QType type : types) {
            bytes += type.arrayBytes();
        }
        return bytes;
    }

    /** A table of no rows. */
    public Flip empty() {
        return new Flip(columns, types.stream().map(QVector::empty).toList());
    }

    /** A builder per column. */
    public List<VectorBuilder> builders(int capacity) {
        List<VectorBuilder> builders = new ArrayList<>(width());
        for (QType type : types) {
            builders.add(new VectorBuilder(type, capacity));
        }
        return builders;
    }

    /**
     * Returns a builder per column. None takes memory before the first row comes, since most tables of a tickerplant are quiet
     * at any time; then there is room for the rows that are expected.
     *
     * @param expectedRows rows to make room for; more may come
     * @param bytesMax bytes that this room may take, of all columns together
     */
    public List<VectorBuilder> buildersExpecting(int expectedRows, int bytesMax) {
        int rows = (int) Math.min(expectedRows, bytesMax / Math.max(1, rowBytes()));
        return types.stream().map(type -> VectorBuilder.expecting(type, rows)).toList();
    }

    /** What these builders, of {@link #builders}, hold. */
    public Flip flip(List<VectorBuilder> builders) {
        QVector[] vectors = new QVector[builders.size()]; // without a stream: this is on the way of every small batch
        for (int i = 0; i < vectors.length; i++) {
            vectors[i] = builders.get(i).build();
        }
        return new Flip(columns, List.of(vectors));
    }

    /** Why columns with these types do not fit, or null when they do. */
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

    /** Why a table's rows do not fit, or null when they do: names, order and types must be the same. */
    public @Nullable String mismatch(Flip rows) {
        if (!rows.names().equals(columns)) {
            List<QType> found = rows.columns().stream().map(QVector::type).toList();
            return SchemaDifference.of(this, rows.names(), found);
        }
        return mismatch(rows.columns());
    }

    /**
     * Returns rows with their columns in the order and the types of this schema, as far as that can be. Columns are told by their
     * names. A list whose items are all atoms of a column's type is that column, and a column of lists takes items of any type.
     */
    public Flip fitted(Flip rows) {
        return SchemaFit.of(this, rows);
    }

    /** Returns every column with its type, as {@code time:timespan | sym:symbol}; a bar stands behind the key. */
    public String text() {
        return text(width());
    }

    /** Returns {@link #text}. Of a wide table it shows the first 32 columns, and the number of all. */
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
