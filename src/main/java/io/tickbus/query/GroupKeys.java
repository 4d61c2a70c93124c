package io.tickbus.query;

import io.tickbus.q.FloatVector;
import io.tickbus.q.QType;
import io.tickbus.q.QVector;
import io.tickbus.q.SymbolVector;
import io.tickbus.q.Value;
import io.tickbus.q.VectorBuilder;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Numbers the distinct items of one {@code by} column, from 0, in the order of their first occurrence. {@link Groups}
 * has one instance for each {@code by} column. Belongs to the thread that evaluates the query.
 */
final class GroupKeys {
    private static final int SYMBOLS_MIN = 1024;

    private final QType type;
    private final VectorBuilder items;
    private final LongIds words = new LongIds();
    private final Map<Value, Integer> values = new HashMap<>();
    // For each symbol id, the symbol's number plus 1; 0 if the symbol has no number yet.
    private int[] bySymbol = new int[SYMBOLS_MIN];

    GroupKeys(QType type) {
        this.type = type;
        this.items = new VectorBuilder(type, 0);
    }

    /** Returns the distinct items. The item with the number n is at index n. */
    QVector items() {
        return items.build();
    }

    /** Writes the number of each item of {@code column} to {@code ids}. New items get the next numbers. */
    void number(QVector column, int[] ids) {
        if (column instanceof SymbolVector symbols) {
            numberSymbols(symbols, ids);
        } else if (TypeRules.isFraction(type)) {
            double[] array = Doubles.of(column).array();
            int from = column instanceof FloatVector floats ? floats.offset() : 0;
            for (int i = 0; i < column.size(); i++) {
                ids[i] = words.id(
                        // Adding 0.0 turns -0.0 into 0.0, because both belong to one group.
                        Double.doubleToLongBits(array[from + i] + 0.0));
                keep(column, i, ids[i]);
            }
        } else if (TypeRules.isWhole(type)) {
            Longs longs = Longs.of(column);
            long[] array = longs.array();
            int from = longs.from();
            for (int i = 0; i < column.size(); i++) {
                ids[i] = words.id(array[from + i]);
                keep(column, i, ids[i]);
            }
        } else {
            for (int i = 0; i < column.size(); i++) {
                ids[i] = values.computeIfAbsent(column.valueAt(i), added -> values.size());
                keep(column, i, ids[i]);
            }
        }
    }

    private void keep(QVector column, int row, int id) {
        if (id == items.size()) {
            items.append(column.slice(row, 1));
        }
    }

    private void numberSymbols(SymbolVector symbols, int[] ids) {
        int[] array = symbols.array();
        int from = symbols.offset();
        int size = symbols.size();
        int[] known = bySymbol;
        for (int i = 0; i < size; i++) {
            int symbol = array[from + i];
            int id = symbol < known.length ? known[symbol] : 0;
            if (id == 0) {
                id = add(symbol);
                known = bySymbol;
            }
            ids[i] = id - 1;
        }
    }

    private int add(int symbol) {
        if (symbol >= bySymbol.length) {
            bySymbol = Arrays.copyOf(bySymbol, Math.max(symbol + 1, 2 * bySymbol.length));
        }
        items.appendSymbol(symbol);
        bySymbol[symbol] = items.size();
        return items.size();
    }
}
