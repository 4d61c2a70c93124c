package io.tickbus.query;

import io.tickbus.q.LongVector;
import io.tickbus.q.QType;
import io.tickbus.q.QVector;
import org.jspecify.annotations.Nullable;

/**
 * Evaluates the verbs {@code + - * % & |} and {@code neg} on whole vectors. {@link Evaluation} uses it. The verbs
 * {@code &} and {@code |} treat a null as the smallest value. For the other verbs, a null operand makes the result
 * null. Whole numbers wrap around, as in q. Stateless.
 *
 * <p>Source of the types: <a href="https://code.kx.com/q/ref/add/#range-and-domains">Add, range and domains</a>.
 */
final class Arithmetic {
    private Arithmetic() {}

    static Operand apply(Verb verb, Operand left, Operand right, int at) throws QueryException {
        QType type = type(verb, left.type(), right.type());
        if (type == null) {
            throw QueryException.type(at, left.type() + " " + verb + " " + right.type());
        }
        int size = left.sizeWith(right, at);
        boolean atom = left.atom() && right.atom();
        if (verb == Verb.DIVIDE
                || TypeRules.isFraction(type)
                || TypeRules.isFraction(left.type())
                || TypeRules.isFraction(right.type())) {
            double[] items = doubles(verb, Doubles.of(left), Doubles.of(right), size);
            return new Operand(TypeRules.isFraction(type) ? Operand.ofDoubles(type, items) : whole(type, items), atom);
        }
        long[] items = longs(verb, scaled(left, type), scaled(right, type), size);
        return new Operand(Operand.ofLongs(type, items), atom);
    }

    /** If the result is a temporal, converts a temporal operand to the unit of the result. */
    private static Longs scaled(Operand operand, QType result) {
        boolean both = TypeRules.isTemporal(operand.type()) && TypeRules.isTemporal(result);
        return Longs.scaled(operand, both ? TypeRules.nanos(operand.type()) / TypeRules.nanos(result) : 1);
    }

    private static QVector whole(QType type, double[] items) {
        long[] longs = new long[items.length];
        for (int i = 0; i < longs.length; i++) {
            longs[i] = Double.isNaN(items[i]) ? LongVector.NULL : (long) items[i];
        }
        return Operand.ofLongs(type, longs);
    }

    private static @Nullable QType type(Verb verb, QType left, QType right) {
        boolean numbers = TypeRules.isNumber(left) && TypeRules.isNumber(right);
        return switch (verb) {
            case DIVIDE -> isMeasure(left) && isMeasure(right) ? QType.FLOAT : null;
            case MULTIPLY -> numbers ? number(left, right) : multiple(left, right);
            case ADD -> numbers ? number(left, right) : sum(left, right);
            case SUBTRACT -> numbers ? number(left, right) : difference(left, right);
            default -> {
                boolean same = left == right && TypeRules.isTemporal(left);
                yield numbers || same ? TypeRules.later(left, right) : null; // the verb is & or |
            }
        };
    }

    /** Returns the result type of a verb over two numbers: the wider of their types, and at least an int. */
    static QType number(QType left, QType right) {
        return TypeRules.later(TypeRules.later(left, right), QType.INT);
    }

    private static boolean isMeasure(QType type) {
        return TypeRules.isNumber(type) || TypeRules.isSpan(type) || type == QType.MONTH;
    }

    private static @Nullable QType multiple(QType left, QType right) {
        boolean scales = TypeRules.isNumber(left) || TypeRules.isNumber(right);
        QType span = TypeRules.isNumber(left) ? right : left;
        return scales && isMeasure(span) ? span : null;
    }

    private static @Nullable QType sum(QType left, QType right) {
        if (TypeRules.isNumber(left) || TypeRules.isNumber(right)) {
            return moved(TypeRules.isNumber(left) ? right : left, TypeRules.isNumber(left) ? left : right);
        }
        if (TypeRules.isSpan(left) && TypeRules.isSpan(right)) {
            return TypeRules.later(left, right);
        }
        boolean spanOnDay = TypeRules.isSpan(left) != TypeRules.isSpan(right) && isOnDay(left) && isOnDay(right);
        return spanOnDay ? QType.TIMESTAMP : null;
    }

    private static boolean isOnDay(QType type) {
        return TypeRules.isSpan(type) || type == QType.DATE || type == QType.TIMESTAMP;
    }

    /** Returns the type of a temporal plus a number. Returns null if q does not define this sum. */
    private static @Nullable QType moved(QType temporal, QType number) {
        if (!TypeRules.isTemporal(temporal)) {
            return null;
        }
        if (temporal == QType.DATETIME || !TypeRules.isFraction(number)) {
            return temporal;
        }
        return temporal == QType.DATE ? QType.DATETIME : null;
    }

    private static @Nullable QType difference(QType left, QType right) {
        if (TypeRules.isNumber(right)) {
            QType type = moved(left, right);
            return left == QType.DATE && type == QType.DATETIME ? null : type;
        }
        if (TypeRules.isNumber(left)) {
            return TypeRules.isSpan(right) && !TypeRules.isFraction(left) ? right : null;
        }
        if (left == right && TypeRules.isPoint(left)) {
            return left == QType.TIMESTAMP ? QType.TIMESPAN : left == QType.DATETIME ? QType.FLOAT : QType.INT;
        }
        boolean days = isOnDay(left) && isOnDay(right) && !TypeRules.isSpan(left) && !TypeRules.isSpan(right);
        return days ? QType.TIMESPAN : TypeRules.isSpan(right) ? sum(left, right) : null;
    }

    private static long[] longs(Verb verb, Longs left, Longs right, int size) {
        long[] items = new long[size];
        for (int i = 0; i < size; i++) {
            long x = left.array()[left.from() + i * left.step()];
            long y = right.array()[right.from() + i * right.step()];
            if (verb == Verb.AND || verb == Verb.OR) {
                items[i] = verb == Verb.AND ? Math.min(x, y) : Math.max(x, y);
            } else if (x == LongVector.NULL || y == LongVector.NULL) {
                items[i] = LongVector.NULL;
            } else {
                items[i] = verb == Verb.ADD ? x + y : verb == Verb.SUBTRACT ? x - y : x * y;
            }
        }
        return items;
    }

    private static double[] doubles(Verb verb, Doubles left, Doubles right, int size) {
        double[] items = new double[size];
        for (int i = 0; i < size; i++) {
            double x = left.array()[left.from() + i * left.step()];
            double y = right.array()[right.from() + i * right.step()];
            items[i] = switch (verb) {
                case ADD -> x + y;
                case SUBTRACT -> x - y;
                case MULTIPLY -> x * y;
                case DIVIDE -> x / y;
                case AND -> x < y || Double.isNaN(x) ? x : y; // a null (NaN) is the smallest value
                default -> x > y || Double.isNaN(y) ? x : y;
            };
        }
        return items;
    }

    static Operand negated(Operand operand, int at) throws QueryException {
        QType type = operand.type();
        boolean possible = type == QType.BOOLEAN || (TypeRules.rank(type) > TypeRules.rank(QType.CHAR));
        if (!possible || !(TypeRules.isNumber(type) || TypeRules.isTemporal(type))) {
            throw QueryException.type(at, "neg " + type);
        }
        int size = operand.vector().size();
        if (TypeRules.isFraction(type)) {
            Doubles doubles = Doubles.of(operand.vector());
            double[] negated = new double[size];
            for (int i = 0; i < size; i++) {
                negated[i] = -doubles.at(i);
            }
            return new Operand(Operand.ofDoubles(type, negated), operand.atom());
        }
        Longs longs = Longs.of(operand.vector());
        long[] negated = new long[size];
        for (int i = 0; i < size; i++) {
            negated[i] = -longs.at(i);
        }
        return new Operand(Operand.ofLongs(type == QType.BOOLEAN ? QType.INT : type, negated), operand.atom());
    }
}
