package io.tickbus.tickerplant;

import io.tickbus.q.Literal;
import io.tickbus.q.QType;
import io.tickbus.q.Symbols;
import io.tickbus.q.VectorBuilder;
import java.util.List;

/**
 * Converts a CSV cell to an item of a column. {@link CsvTable} uses it. An empty cell becomes the null of the column's
 * type. Stateless and thread-safe.
 */
final class CsvCell {
    /**
     * The types to try for a column without a known type, in this order. The column has the first type that accepts all
     * of its cells. The type symbol accepts every cell.
     */
    static final List<QType> INFERRED =
            List.of(QType.LONG, QType.FLOAT, QType.TIME, QType.TIMESPAN, QType.DATE, QType.TIMESTAMP, QType.SYMBOL);

    private static final long NANOS_PER_DAY = 86_400_000_000_000L;

    private CsvCell() {}

    /** Returns whether a type accepts a cell. */
    static boolean fits(QType type, String cell) {
        if (cell.isEmpty() || type == QType.SYMBOL) {
            return true;
        }
        Literal literal = Literal.parse(cell);
        return literal != null && fits(type, literal);
    }

    private static boolean fits(QType type, Literal literal) {
        return switch (type) {
            case FLOAT -> literal.type() == QType.FLOAT || literal.type() == QType.LONG;
            case TIME -> isClock(literal.type()) && literal.type() != QType.TIMESPAN;
            case TIMESPAN -> isClock(literal.type());
            case TIMESTAMP -> literal.type() == QType.TIMESTAMP || literal.type() == QType.DATE;
            default -> literal.type() == type;
        };
    }

    private static boolean isClock(QType type) {
        return type == QType.TIMESPAN || type == QType.TIME || type == QType.SECOND || type == QType.MINUTE;
    }

    /** Adds a cell to a column. Returns false if the column's type does not accept the cell. */
    static boolean append(VectorBuilder column, String cell) {
        QType type = column.type();
        if (cell.isEmpty()) {
            column.appendNull();
            return true;
        }
        if (type == QType.SYMBOL) {
            column.appendSymbol(Symbols.id(cell));
            return true;
        }
        Literal literal = Literal.parse(cell);
        if (literal == null || !fits(type, literal)) {
            return false;
        }
        switch (type) {
            case FLOAT ->
                column.appendFloat(literal.type() == QType.LONG ? wholeAsFloat(literal.whole()) : literal.fraction());
            case TIME -> column.appendWhole(literal.nanos() / Literal.nanosPerUnit(QType.TIME));
            case TIMESPAN -> column.appendWhole(literal.nanos());
            case TIMESTAMP ->
                column.appendWhole(literal.type() == QType.DATE ? literal.whole() * NANOS_PER_DAY : literal.whole());
            default -> column.appendWhole(literal.whole());
        }
        return true;
    }

    private static double wholeAsFloat(long whole) {
        return whole == Long.MIN_VALUE ? Double.NaN : whole;
    }
}
