package io.tickbus.gateway;

import io.tickbus.q.Atom;
import io.tickbus.q.Flip;
import io.tickbus.q.GeneralList;
import io.tickbus.q.LongVector;
import io.tickbus.q.QDictionary;
import io.tickbus.q.QType;
import io.tickbus.q.QVector;
import io.tickbus.q.Symbols;
import io.tickbus.q.Value;
import io.tickbus.q.VectorBuilder;
import io.tickbus.server.QError;
import java.util.List;
import java.util.UUID;
import java.util.function.UnaryOperator;

/**
 * Evaluates q's {@code #} and {@code sublist} on values in memory. {@link GatewayCalls} and {@link TableQueries} use
 * this class. Stateless and thread-safe.
 *
 * <p>Source: <a href="https://code.kx.com/q/ref/take/">Take</a> and <a
 * href="https://code.kx.com/q/ref/sublist/">sublist</a>.
 */
final class TakeVerb {
    private TakeVerb() {}

    /**
     * Evaluates {@code count#value}. Returns the first items, or the last items if the count is negative. As in q,
     * items repeat if the value has fewer items than the count.
     */
    static Value of(long count, Value value) {
        return ofColumns(value, column -> taken(count, column));
    }

    /**
     * Evaluates {@code count sublist value}. Returns the first items, or the last items if the count is negative. The
     * result never has more items than the value.
     */
    static Value sublist(long count, Value value) {
        long size = size(value);
        long rows = Math.min(count < 0 ? -count : count, size);
        return sublist(count < 0 ? size - rows : 0, rows, value);
    }

    /** Evaluates {@code from count sublist value}. */
    static Value sublist(long from, long count, Value value) {
        long size = size(value);
        int first = (int) Math.max(0, Math.min(from, size));
        int rows = (int) Math.max(0, Math.min(count, size - first));
        return ofColumns(value, column -> column.slice(first, rows));
    }

    /** Returns the number of items or rows of a value. The size of an atom is 1. */
    static long size(Value value) {
        if (value instanceof Flip table) {
            return table.size();
        }
        if (value instanceof QDictionary dictionary) {
            return size(dictionary.keys());
        }
        return value instanceof QVector vector ? vector.size() : 1;
    }

    private static Value ofColumns(Value value, UnaryOperator<QVector> column) {
        if (value instanceof Flip table) {
            return new Flip(table.names(), table.columns().stream().map(column).toList());
        }
        if (value instanceof QDictionary dictionary) {
            return new QDictionary(ofColumns(dictionary.keys(), column), ofColumns(dictionary.values(), column));
        }
        if (value instanceof QVector vector) {
            return column.apply(vector);
        }
        throw QError.nyi("# and sublist of what is no table and no list");
    }

    private static QVector taken(long count, QVector column) {
        int size = column.size();
        int rows = Math.toIntExact(Math.abs(count));
        if (rows <= size) {
            return column.slice(count < 0 ? size - rows : 0, rows);
        }
        QVector source = size == 0 ? zero(column.type()) : column;
        VectorBuilder builder = new VectorBuilder(column.type(), rows);
        // If the count is negative, the repeated items must end with the last item of the column.
        int begun = count < 0 ? rows % source.size() : 0;
        builder.append(source.slice(source.size() - begun, begun));
        while (rows - builder.size() >= source.size()) {
            builder.append(source);
        }
        builder.append(source.slice(0, rows - builder.size()));
        return builder.build();
    }

    private static QVector zero(QType type) {
        VectorBuilder zero = new VectorBuilder(type, 1);
        switch (type) {
            case LIST -> zero.append((Value) new GeneralList());
            case SYMBOL -> zero.appendSymbol(Symbols.EMPTY);
            case GUID -> zero.appendGuid(new UUID(0, 0));
            case REAL, FLOAT, DATETIME -> zero.appendFloat(0);
            case CHAR -> zero.appendWhole(' ');
            default -> zero.appendWhole(0);
        }
        return zero.build();
    }

    /**
     * Returns the one or two whole numbers of the left argument.
     *
     * @throws QError {@code range} if a number is null, or {@code nyi} if the argument is not one or two whole numbers
     */
    static long[] counts(Value left) {
        QVector numbers = left instanceof Atom atom ? atom.item() : left instanceof QVector many ? many : null;
        boolean whole =
                numbers != null && List.of(QType.SHORT, QType.INT, QType.LONG).contains(numbers.type());
        if (numbers == null || !whole || numbers.size() < 1 || numbers.size() > 2) {
            throw QError.nyi("# and sublist with anything but whole numbers on the left");
        }
        long[] counts = new long[numbers.size()];
        for (int i = 0; i < counts.length; i++) {
            counts[i] = numbers.longAt(i);
            if (counts[i] == LongVector.NULL) {
                throw new QError("range: a null number of rows");
            }
        }
        return counts;
    }
}
