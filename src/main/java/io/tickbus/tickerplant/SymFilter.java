package io.tickbus.tickerplant;

import io.tickbus.q.Flip;
import io.tickbus.q.Schema;
import io.tickbus.q.SymbolVector;
import io.tickbus.q.VectorBuilder;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which rows a subscriber asked for, by the column {@code sym}.
 *
 * @param syms their ids in {@link io.tickbus.q.Symbols}; null for all rows
 */
record SymFilter(@Nullable Set<Integer> syms) {
    static final String COLUMN = "sym";
    static final SymFilter ALL = new SymFilter(null);

    SymFilter {
        syms = syms == null ? null : Set.copyOf(syms);
    }

    /** The rows that pass, in their order; the table itself when all do. */
    Flip select(Flip rows) {
        if (syms == null) {
            return rows;
        }
        SymbolVector column = (SymbolVector) rows.column(COLUMN);
        List<VectorBuilder> builders = Schema.of(rows).builders(0);
        int size = rows.size();
        int row = 0;
        while (row < size) {
            int from = row;
            while (row < size && syms.contains(column.idAt(row))) {
                row++;
            }
            if (row - from == size) {
                return rows;
            }
            append(rows, from, row - from, builders);
            while (row < size && !syms.contains(column.idAt(row))) {
                row++;
            }
        }
        return Schema.of(rows).flip(builders);
    }

    private static void append(Flip rows, int from, int count, List<VectorBuilder> builders) {
        for (int i = 0; count > 0 && i < builders.size(); i++) {
            builders.get(i).append(rows.column(i).slice(from, count));
        }
    }
}
