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

/** The order that q gives to rows: by the first column, then the second; nulls first. */
final class Order {
    private Order() {}

    /** The indices of the rows in their order; what is equal stays as it was. */
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
