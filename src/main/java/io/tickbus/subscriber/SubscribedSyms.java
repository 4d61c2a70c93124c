package io.tickbus.subscriber;

import io.tickbus.q.Atom;
import io.tickbus.q.Flip;
import io.tickbus.q.QVector;
import io.tickbus.q.Schema;
import io.tickbus.q.SymbolVector;
import io.tickbus.q.Symbols;
import io.tickbus.q.Value;
import io.tickbus.q.VectorBuilder;
import io.tickbus.replication.LogPosition;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Selects the rows that a subscription requests, by the column {@code sym}. A log has the rows of all syms, and some
 * tickerplants push all rows to every subscriber. Immutable.
 */
final class SubscribedSyms {
    private static final String COLUMN = "sym";

    private final int[] ids; // in ascending order
    private final int column;

    /** @param syms the requested syms; empty for all syms */
    SubscribedSyms(Schema schema, List<String> syms) {
        this.column = schema.columns().indexOf(COLUMN);
        this.ids = syms.stream().mapToInt(Symbols::id).sorted().toArray();
    }

    boolean isAll() {
        return ids.length == 0 || column < 0;
    }

    /** Returns the requested rows in their order. Returns the given table itself if all rows are requested. */
    Flip select(Flip rows) {
        if (isAll()) {
            return rows;
        }
        QVector syms = rows.column(column);
        Schema schema = Schema.of(rows);
        List<VectorBuilder> selected = schema.builders(0);
        for (int row = 0; row < rows.size(); ) {
            int from = row;
            while (row < rows.size() && isRequested(syms, row)) {
                row++;
            }
            if (row - from == rows.size()) {
                return rows;
            }
            for (int i = 0; row > from && i < selected.size(); i++) {
                selected.get(i).append(rows.column(i).slice(from, row - from));
            }
            row++; // skips a row that was not requested
        }
        return schema.flip(selected);
    }

    /**
     * Returns the number of requested rows in a payload of any shape. Returns {@link LogPosition#UNKNOWN} if the shape does
     * not show the number.
     */
    long count(Value payload) {
        if (isAll()) {
            return RowShape.count(payload);
        }
        if (!(payload instanceof Flip rows) || !rows.names().contains(COLUMN)) {
            return LogPosition.UNKNOWN;
        }
        QVector syms = rows.column(COLUMN);
        return IntStream.range(0, rows.size())
                .filter(row -> isRequested(syms, row))
                .count();
    }

    /**
     * Returns whether a row is requested. A row whose sym is not a symbol counts as requested, because it cannot be
     * compared.
     */
    private boolean isRequested(QVector syms, int row) {
        if (syms instanceof SymbolVector symbols) {
            return isRequestedSym(symbols.idAt(row));
        }
        return !(syms.valueAt(row) instanceof Atom atom && atom.isSymbol())
                || isRequestedSym(((SymbolVector) atom.item()).idAt(0));
    }

    private boolean isRequestedSym(int id) {
        return Arrays.binarySearch(ids, id) >= 0;
    }
}
