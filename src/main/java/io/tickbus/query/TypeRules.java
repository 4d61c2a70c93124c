package io.tickbus.query;

import io.tickbus.q.QType;

/** q's rules for types: their classes, units, ranks and infinities. All verbs use these rules. Stateless. */
final class TypeRules {
    static final long NANOS_PER_DAY = 86_400_000_000_000L;

    private TypeRules() {}

    /** Returns whether the type is a number. As in q, booleans, bytes and chars count as numbers. */
    static boolean isNumber(QType type) {
        return switch (type) {
            case BOOLEAN, BYTE, CHAR, SHORT, INT, LONG, REAL, FLOAT -> true;
            default -> false;
        };
    }

    static boolean isTemporal(QType type) {
        return switch (type) {
            case TIMESTAMP, MONTH, DATE, DATETIME, TIMESPAN, MINUTE, SECOND, TIME -> true;
            default -> false;
        };
    }

    /** Returns whether a vector of the type stores floating-point numbers. */
    static boolean isFraction(QType type) {
        return type == QType.FLOAT || type == QType.REAL || type == QType.DATETIME;
    }

    /** Returns whether a vector of the type stores whole numbers. Most temporals are whole numbers. */
    static boolean isWhole(QType type) {
        return (isNumber(type) || isTemporal(type)) && !isFraction(type);
    }

    /** Returns whether the type is a time span or a time of day. */
    static boolean isSpan(QType type) {
        return type == QType.TIMESPAN || type == QType.MINUTE || type == QType.SECOND || type == QType.TIME;
    }

    /** Returns whether the type is a point in time. */
    static boolean isPoint(QType type) {
        return isTemporal(type) && !isSpan(type);
    }

    /**
     * Returns the unit of a temporal type, in nanoseconds. Returns 1 for months and datetimes, which have no fixed
     * unit.
     */
    static long nanos(QType type) {
        return switch (type) {
            case MINUTE -> 60_000_000_000L;
            case SECOND -> 1_000_000_000L;
            case TIME -> 1_000_000L;
            case DATE -> NANOS_PER_DAY;
            default -> 1;
        };
    }

    /**
     * Returns the rank of a type. The result of a verb over two numbers or two time spans has the type with the higher
     * rank.
     */
    static int rank(QType type) {
        return switch (type) {
            case BOOLEAN -> 0;
            case BYTE -> 1;
            case CHAR -> 2;
            case SHORT -> 3;
            case INT -> 4;
            case LONG -> 5;
            case REAL -> 6;
            case FLOAT -> 7;
            case MINUTE -> 8;
            case SECOND -> 9;
            case TIME -> 10;
            default -> 11;
        };
    }

    static QType later(QType one, QType other) {
        return rank(one) >= rank(other) ? one : other;
    }

    /** Returns the raw number that is the infinity of the type. Returns 0 if the type has no infinity. */
    static long infinity(QType type) {
        return switch (type) {
            case LONG, TIMESTAMP, TIMESPAN -> Long.MAX_VALUE;
            case SHORT -> Short.MAX_VALUE;
            case BOOLEAN, BYTE, CHAR -> 0;
            default -> Integer.MAX_VALUE;
        };
    }
}
