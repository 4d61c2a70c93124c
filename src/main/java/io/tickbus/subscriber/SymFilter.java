package io.tickbus.subscriber;

import io.tickbus.q.Flip;
import io.tickbus.q.Schema;
import io.tickbus.q.SymbolVector;
import io.tickbus.q.Symbols;
import io.tickbus.q.VectorBuilder;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The rows that a subscription asks for, by the column {@code sym}: a log has all. */
final class SymFilter {
    private static final String COLUMN = "sym";

    private final Set<Integer> ids;
    private final int column;

    /**
     * @param syms none for all
     */
    SymFilter(Schema schema, List<String> syms) {
        this.column = schema.columns().indexOf(COLUMN);
        this.ids = syms.stream().map(Symbols::id).collect(Collectors.toSet());
    }

    boolean isAll() {
        return ids.isEmpty() || column < 0;
    }

    /** The rows that pass, in their order; the table itself when all do. */
    Flip select(Flip rows) {
        if (isAll() || !(rows.column(column) instanceof SymbolVector syms)) {
            return rows;
        }
        Schema schema = Schema.of(rows);
        List<VectorBuilder> selected = schema.builders(0);
        for (int row = 0; row < rows.size(); ) {
            int from = row;
            while (row < rows.size() && ids.contains(syms.idAt(row))) {
                row++;
            }
            if (row - from == rows.size()) {
                return rows;
            }
            for (int i = 0; row > from && i < selected.size(); i++) {
                selected.get(i).append(rows.column(i).slice(from, row - from));
            }
            row++; // the one that did not pass
        }
        return schema.flip(selected);
    }
}
