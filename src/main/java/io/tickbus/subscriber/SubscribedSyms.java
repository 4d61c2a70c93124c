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
 * The rows that a subscription asks for, by the column {@code sym}. A log has all rows, and some tickerplants push all, whatever
 * was asked.
 */
final class SubscribedSyms {
    private static final String COLUMN = "sym";

    private final int[] ids; // in order
    private final int column;

    /**
     * @param syms none for all
     */
    SubscribedSyms(Schema schema, List<String> syms) {
        this.column = schema.columns().indexOf(COLUMN);
        this.ids = syms.stream().mapToInt(Symbols::id).sorted().toArray();
    }

    boolean isAll() {
        return ids.length == 0 || column < 0;
    }

    /** The rows that pass, in their order; the table itself when all do. */
    Flip select(Flip rows) {
        if (isAll()) {
            return rows;
        }
        QVector syms = rows.column(column);
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
            row++; // the one that did not pass
        }
        return schema.flip(selected);
    }

    /** Returns how many rows of a payload of any shape pass; {@link LogPosition#UNKNOWN} when that cannot be told. */
    long count(Value payload) {
        if (isAll()) {
            return RowShape.count(payload);
        }
        if (!(payload instanceof Flip rows) || !rows.names().contains(COLUMN)) {
            return LogPosition.UNKNOWN;
        }
        QVector syms = rows.column(COLUMN);
        return IntStream.range(0, rows.size()).filter(row -> passes(syms, row)).count();
    }

    /** Whether a row passes; one whose item is no symbol does, since it cannot be told by it. */
    private boolean passes(QVector syms, int row) {
        if (syms instanceof SymbolVector symbols) {
            return isAskedFor(symbols.idAt(row));
        }
        return !(syms.valueAt(row) instanceof Atom atom && atom.isSymbol())
                || isAskedFor(((SymbolVector) atom.item()).idAt(0));
    }

    private boolean isAskedFor(int id) {
        return Arrays.binarySearch(ids, id) >= 0;
    }
}
