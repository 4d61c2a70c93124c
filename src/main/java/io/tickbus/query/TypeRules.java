package io.tickbus.query;

import io.tickbus.q.QType;

/** What kinds of types there are. */
final class TypeRules {
    static final long NANOS_PER_DAY = 86_400_000_000_000L;

    private TypeRules() {}

    /** Booleans, bytes, chars, and all that q calls numbers. */
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

    /** Whether a vector of the type has doubles or floats. */
    static boolean isFraction(QType type) {
        return type == QType.FLOAT || type == QType.REAL || type == QType.DATETIME;
    }

    /** Whether a vector of the type has whole numbers, as raw temporals are. */
    static boolean isWhole(QType type) {
        return (isNumber(type) || isTemporal(type)) && !isFraction(type);
    }

    /** A length of time or time of day. */
    static boolean isSpan(QType type) {
        return type == QType.TIMESPAN || type == QType.MINUTE || type == QType.SECOND || type == QType.TIME;
    }

    /** A point in time. */
    static boolean isPoint(QType type) {
        return isTemporal(type) && !isSpan(type);
    }

    /** Nanoseconds in one of what a temporal counts; of months and datetimes there is no such number. */
    static long nanos(QType type) {
        return switch (type) {
            case MINUTE -> 60_000_000_000L;
            case SECOND -> 1_000_000_000L;
            case TIME -> 1_000_000L;
            case DATE -> NANOS_PER_DAY;
            default -> 1;
        };
    }

    /** A place in q's order of types, in which what two numbers or two spans give has the later one's type. */
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

    /** The largest raw number of a type that has whole ones. */
    static long infinity(QType type) {
        return switch (type) {
            case LONG, TIMESTAMP, TIMESPAN -> Long.MAX_VALUE;
            case SHORT -> Short.MAX_VALUE;
            case BOOLEAN, BYTE, CHAR -> 0;
            default -> Integer.MAX_VALUE;
        };
    }
}
