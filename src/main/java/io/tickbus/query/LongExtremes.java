package io.tickbus.query;

import io.tickbus.q.LongVector;
import io.tickbus.q.QType;
import io.tickbus.q.QVector;
import io.tickbus.q.SymbolVector;
import io.tickbus.q.Symbols;
import java.util.Arrays;

/**
 * Computes {@code min} and {@code max} of whole numbers, temporals, chars and symbols. A null number or temporal is
 * ignored. A null char or symbol counts as an item.
 */
final class LongExtremes implements Accumulator {
    private static final long NONE = LongVector.NULL;

    private final QType type;
    private final boolean max;
    private long[] extremes = {};

    LongExtremes(QType type, boolean max) {
        this.type = type;
        this.max = max;
    }

    @Override
    public void reserve(int groups) {
        int before = extremes.length;
        if (groups > before) {
            extremes = Arrays.copyOf(extremes, Math.max(groups, 2 * before));
            Arrays.fill(extremes, before, extremes.length, NONE);
        }
    }

    @Override
    public void add(int[] groups, int rows, Operand... operands) {
        Longs longs = Longs.of(operands[0].vector());
        long[] items = longs.array();
        int from = longs.from();
        if (type == QType.SYMBOL) {
            addSymbols(groups, rows, items, from);
            return;
        }
        long[] all = extremes;
        long ofNull = type == QType.CHAR ? ' ' : NONE;
        for (int i = 0; i < rows; i++) {
            long item = items[from + i];
            item = item == NONE ? ofNull : item;
            long before = all[groups[i]];
            if (item != NONE && (before == NONE || (max ? item > before : item < before))) {
                all[groups[i]] = item;
            }
        }
    }

    private void addSymbols(int[] groups, int rows, long[] items, int from) {
        for (int i = 0; i < rows; i++) {
            long item = items[from + i];
            long before = extremes[groups[i]];
            if (item != before) {
                int order = before == NONE ? 0 : Symbols.text((int) item).compareTo(Symbols.text((int) before));
                extremes[groups[i]] = before == NONE || (max ? order > 0 : order < 0) ? item : before;
            }
        }
    }

    @Override
    public QVector result(int groups) {
        if (type == QType.SYMBOL) {
            int[] ids = new int[groups];
            for (int i = 0; i < groups; i++) {
                ids[i] = extremes[i] == NONE ? Symbols.EMPTY : (int) extremes[i];
            }
            return SymbolVector.ofIds(ids);
        }
        long ofNone = type == QType.CHAR ? ' ' : max ? -TypeRules.infinity(type) : TypeRules.infinity(type);
        long[] found = new long[groups];
        for (int i = 0; i < groups; i++) {
            found[i] = extremes[i] == NONE ? ofNone : extremes[i];
        }
        return Operand.ofLongs(type, found);
    }
}
