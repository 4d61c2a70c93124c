package io.tickbus.query;

import io.tickbus.q.GuidVector;
import io.tickbus.q.QType;
import io.tickbus.q.QVector;
import io.tickbus.q.SymbolVector;
import io.tickbus.q.Symbols;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Sorts rows as q does: ascending by the first column, then by the second column, and so on. Nulls come first. {@link
 * Grouping} uses it. Stateless.
 */
final class SortOrder {
    private SortOrder() {}

    /**
     * Returns the indices of the rows in sorted order. Rows with equal items stay in their original order.
     *
     * @param columns the columns to sort by
     * @param rows the number of rows
     * @throws QueryException with {@code nyi} if a column's type has no order
     */
    static int[] of(List<QVector> columns, int rows) throws QueryException {
        Integer[] order = new Integer[rows];
        Arrays.setAll(order, i -> i);
        List<Comparator<Integer>> comparators = new ArrayList<>();
        for (QVector column : columns) {
            comparators.add(of(column));
        }
        comparators.stream().reduce(Comparator::thenComparing).ifPresent(comparator -> Arrays.sort(order, comparator));
        return Arrays.stream(order).mapToInt(Integer::intValue).toArray();
    }

    private static Comparator<Integer> of(QVector column) throws QueryException {
        QType type = column.type();
        if (column instanceof SymbolVector symbols) {
            return Comparator.comparing(row -> Symbols.text(symbols.idAt(row)));
        }
        if (column instanceof GuidVector guids) {
            return (x, y) -> Comparison.order(guids.at(x), guids.at(y));
        }
        if (TypeRules.isFraction(type)) {
            Doubles doubles = Doubles.of(column);
            return (x, y) -> ordered(doubles.at(x), doubles.at(y));
        }
        if (TypeRules.isWhole(type)) {
            Longs longs = Longs.of(column);
            return Comparator.comparingLong(row -> longs.at(row));
        }
        throw QueryException.nyi(1, "by " + type);
    }

    private static int ordered(double x, double y) {
        if (Double.isNaN(x) || Double.isNaN(y)) {
            return !Double.isNaN(x) ? 1 : !Double.isNaN(y) ? -1 : 0;
        }
        return x < y ? -1 : x > y ? 1 : 0;
    }
}
