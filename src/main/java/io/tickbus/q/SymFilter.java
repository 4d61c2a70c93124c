package io.tickbus.q;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Selects rows by the symbol in their column {@code sym}. Used by subscribers and publishers. A row without this
 * column, or without a symbol in this column, passes every filter. Otherwise, a subscriber could lose such rows.
 * Immutable.
 */
public final class SymFilter {
    /** The column that filters apply to. */
    public static final String COLUMN = "sym";
    /** The filter that all rows pass. */
    public static final SymFilter ALL = new SymFilter(null);

    private final int @Nullable [] ids; // distinct ids of symbols, in the order of the request; null for all rows
    private final int[] sorted;

    private SymFilter(int @Nullable [] ids) {
        this.ids = ids;
        this.sorted = ids == null ? new int[0] : ids.clone();
        Arrays.sort(sorted);
    }

    private static SymFilter of(IntStream ids) {
        return new SymFilter(ids.distinct().toArray());
    }

    /**
     * {@return the filter for rows with one of the given syms} {@link #toValue} keeps the order of the syms.
     *
     * @param syms texts in the form of {@link EscapedText}. If the list is empty, only rows without a symbol in
     *     {@code sym} pass.
     * @throws QFormatException of kind SYMBOLS when a new symbol exceeds the bounds
     */
    public static SymFilter of(List<String> syms) {
        return of(syms.stream().mapToInt(Symbols::id));
    }

    /** {@return whether this is the filter that all rows pass} */
    public boolean isAll() {
        return ids == null;
    }

    /**
     * {@return the filter that a row passes if it passes this filter or the other filter}
     *
     * @param other the other filter
     */
    public SymFilter union(SymFilter other) {
        return ids == null || other.ids == null
                ? ALL
                : of(IntStream.concat(Arrays.stream(ids), Arrays.stream(other.ids)));
    }

    /**
     * {@return the filter as {@code .u.w} shows it} This is the empty symbol for all rows, else a symbol or a vector of
     * symbols.
     */
    public Value toValue() {
        if (ids == null) {
            return Atom.symbol("");
        }
        SymbolVector syms = SymbolVector.ofIds(ids.clone());
        return syms.size() == 1 ? syms.valueAt(0) : syms;
    }

    /**
     * {@return the rows that pass, in their order} Returns the given table itself if all rows pass.
     *
     * @param rows the table
     */
    public Flip select(Flip rows) {
        int index = rows.names().indexOf(COLUMN);
        if (ids == null || index < 0) {
            return rows;
        }
        QVector syms = rows.column(index);
        Schema schema = Schema.of(rows);
        List<VectorBuilder> selected = schema.builders(0);
        for (int row = 0; row < rows.size(); ) {
            int from = row;
            while (row < rows.size() && passes(syms, row)) {
                row++;
            }
            if (row - from == rows.size()) {
                return rows;
            }
            for (int i = 0; row > from && i < selected.size(); i++) {
                selected.get(i).append(rows.column(i).slice(from, row - from));
            }
            row++; // skips the row that does not pass
        }
        return schema.flip(selected);
    }

    /**
     * {@return the number of rows that pass}
     *
     * @param rows the table
     */
    public int count(Flip rows) {
        int index = rows.names().indexOf(COLUMN);
        if (ids == null || index < 0) {
            return rows.size();
        }
        QVector syms = rows.column(index);
        return (int)
                IntStream.range(0, rows.size()).filter(row -> passes(syms, row)).count();
    }

    private boolean passes(QVector syms, int row) {
        if (syms instanceof SymbolVector symbols) {
            return passes(symbols.idAt(row));
        }
        return !(syms.valueAt(row) instanceof Atom atom && atom.isSymbol())
                || passes(((SymbolVector) atom.item()).idAt(0));
    }

    private boolean passes(int id) {
        return Arrays.binarySearch(sorted, id) >= 0;
    }

    /** Returns whether both filters have the same syms, in any order. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof SymFilter filter && isAll() == filter.isAll() && Arrays.equals(sorted, filter.sorted);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(sorted);
    }
}
