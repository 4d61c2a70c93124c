package io.tickbus.query;

import io.tickbus.q.GuidVector;
import io.tickbus.q.QType;
import io.tickbus.q.QVector;
import io.tickbus.q.SymbolVector;
import java.util.UUID;

/**
 * Evaluates the verbs {@code = <> < > <= >=} on whole vectors. {@link Evaluation} uses it. Numbers compare by value.
 * Temporals of different types compare in the finer unit. A null equals a null and is less than all other values.
 * Floats are equal within q's tolerance. Immutable.
 *
 * <p>Source: <a href="https://code.kx.com/q/basics/precision/">Precision</a>.
 *
 * @param less the result if the left item is less
 * @param equal the result if both items are equal
 * @param greater the result if the left item is greater
 */
record Comparison(boolean less, boolean equal, boolean greater) {
    /** As in q, two floats are equal if their difference is at most this fraction of the larger float. */
    static final double TOLERANCE = 0x1p-43;

    private static final double NANOS_PER_DAY = TypeRules.NANOS_PER_DAY;

    static Comparison of(Verb verb) {
        return switch (verb) {
            case EQUAL -> new Comparison(false, true, false);
            case UNEQUAL -> new Comparison(true, false, true);
            case LESS -> new Comparison(true, false, false);
            case GREATER -> new Comparison(false, false, true);
            case AT_MOST -> new Comparison(true, true, false);
            default -> new Comparison(false, true, true);
        };
    }

    Operand apply(Operand left, Operand right, QuerySymbols symbols, int at) throws QueryException {
        QType one = left.type();
        QType other = right.type();
        byte[] flags = new byte[left.sizeWith(right, at)];
        if (one == QType.SYMBOL && other == QType.SYMBOL) {
            symbols(left, right, symbols, flags);
        } else if (one == QType.GUID && other == QType.GUID) {
            guids(left, right, flags);
        } else if (!isComparable(one, other)) {
            throw QueryException.type(at, one + " compared with " + other);
        } else if (TypeRules.isFraction(one) || TypeRules.isFraction(other)) {
            boolean days = TypeRules.isTemporal(one) && TypeRules.isTemporal(other);
            doubles(days ? days(left) : Doubles.of(left), days ? days(right) : Doubles.of(right), flags);
        } else {
            longs(Longs.scaled(left, factor(one, other)), Longs.scaled(right, factor(other, one)), flags);
        }
        return Operand.ofBooleans(flags, left.atom() && right.atom());
    }

    private static boolean isComparable(QType one, QType other) {
        if (TypeRules.isNumber(one) || TypeRules.isNumber(other)) {
            return (TypeRules.isNumber(one) || TypeRules.isTemporal(one))
                    && (TypeRules.isNumber(other) || TypeRules.isTemporal(other));
        }
        boolean months = one == QType.MONTH || other == QType.MONTH;
        boolean alike = (TypeRules.isSpan(one) && TypeRules.isSpan(other))
                || (TypeRules.isPoint(one) && TypeRules.isPoint(other));
        return one == other ? TypeRules.isTemporal(one) : alike && !months;
    }

    /** Returns the factor that converts the raw numbers of {@code type} to the unit of the comparison. */
    private static long factor(QType type, QType other) {
        return type == other || !TypeRules.isTemporal(type) || !TypeRules.isTemporal(other) ? 1 : TypeRules.nanos(type);
    }

    private static Doubles days(Operand operand) {
        Doubles doubles = Doubles.of(operand);
        if (operand.type() != QType.TIMESTAMP) {
            return doubles;
        }
        double[] days = new double[operand.vector().size()];
        for (int i = 0; i < days.length; i++) {
            days[i] = doubles.array()[doubles.from() + i] / NANOS_PER_DAY;
        }
        return new Doubles(days, 0, doubles.step());
    }

    private void longs(Longs left, Longs right, byte[] flags) {
        byte ifLess = flag(less);
        byte ifEqual = flag(equal);
        byte ifGreater = flag(greater);
        for (int i = 0; i < flags.length; i++) {
            long x = left.array()[left.from() + i * left.step()];
            long y = right.array()[right.from() + i * right.step()];
            flags[i] = x < y ? ifLess : x == y ? ifEqual : ifGreater;
        }
    }

    private void doubles(Doubles left, Doubles right, byte[] flags) {
        for (int i = 0; i < flags.length; i++) {
            int order =
                    order(left.array()[left.from() + i * left.step()], right.array()[right.from() + i * right.step()]);
            flags[i] = flag(order < 0 ? less : order == 0 ? equal : greater);
        }
    }

    /**
     * Compares two floats within the tolerance. Returns a negative number if x is less than y, 0 if they are equal, and
     * otherwise a positive number.
     */
    static int order(double x, double y) {
        boolean near = Math.abs(x - y) <= TOLERANCE * Math.max(Math.abs(x), Math.abs(y)) && !Double.isInfinite(x - y);
        if (x == y || near) {
            return 0;
        }
        if (Double.isNaN(x) || Double.isNaN(y)) {
            return !Double.isNaN(x) ? 1 : !Double.isNaN(y) ? -1 : 0;
        }
        return x < y ? -1 : 1;
    }

    private void symbols(Operand left, Operand right, QuerySymbols symbols, byte[] flags) {
        int[] lefts = ((SymbolVector) left.vector()).array();
        int[] rights = ((SymbolVector) right.vector()).array();
        int leftFrom = left.vector().offset();
        int rightFrom = right.vector().offset();
        int leftStep = left.atom() ? 0 : 1;
        int rightStep = right.atom() ? 0 : 1;
        boolean byText = less != greater;
        byte ifEqual = flag(equal);
        byte ifUnequal = flag(less);
        for (int i = 0; i < flags.length; i++) {
            int x = lefts[leftFrom + i * leftStep];
            int y = rights[rightFrom + i * rightStep];
            flags[i] = x == y
                    ? ifEqual
                    : byText ? flag(symbols.text(x).compareTo(symbols.text(y)) < 0 ? less : greater) : ifUnequal;
        }
    }

    private void guids(Operand left, Operand right, byte[] flags) {
        for (int i = 0; i < flags.length; i++) {
            int order = order(guid(left.vector(), left.atom() ? 0 : i), guid(right.vector(), right.atom() ? 0 : i));
            flags[i] = flag(order < 0 ? less : order == 0 ? equal : greater);
        }
    }

    private static UUID guid(QVector vector, int row) {
        return ((GuidVector) vector).at(row);
    }

    /** Compares two guids by their unsigned bytes. */
    static int order(UUID x, UUID y) {
        int high = Long.compareUnsigned(x.getMostSignificantBits(), y.getMostSignificantBits());
        return high != 0 ? high : Long.compareUnsigned(x.getLeastSignificantBits(), y.getLeastSignificantBits());
    }

    private static byte flag(boolean flag) {
        return (byte) (flag ? 1 : 0);
    }
}
