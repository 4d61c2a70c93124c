package io.tickbus.query;

import io.tickbus.q.LongVector;
import io.tickbus.q.QDate;
import io.tickbus.q.QType;
import java.time.LocalDate;

/**
 * Evaluates fields of temporals, such as {@code time.minute}, on whole vectors. {@link Evaluation} uses it. Stateless.
 */
final class TemporalField {
    private static final long NANOS_PER_HOUR = 3_600_000_000_000L;
    private static final long DAYS_MAX = 365L * 10_000;

    private TemporalField() {}

    static Operand of(Verb field, Operand operand, int at) throws QueryException {
        QType type = operand.type();
        if (!isField(field, type)) {
            throw QueryException.type(at, "." + field + " of " + type);
        }
        Longs longs = Longs.of(operand.vector());
        long infinity = TypeRules.infinity(type);
        QType result = result(field);
        long[] fields = new long[operand.vector().size()];
        for (int i = 0; i < fields.length; i++) {
            long item = longs.at(i);
            boolean special = item == LongVector.NULL || item >= infinity || item <= -infinity;
            fields[i] = special ? special(item, result) : field(field, type, item);
        }
        return new Operand(Operand.ofLongs(result, fields), operand.atom());
    }

    private static boolean isField(Verb field, QType type) {
        if (!TypeRules.isTemporal(type) || type == QType.DATETIME) {
            return false;
        }
        boolean ofDay = switch (field) {
            case HH, MINUTE, UU, SECOND, SS, TIME -> true;
            default -> false;
        };
        boolean ofMonth = field == Verb.YEAR || field == Verb.MONTH || field == Verb.MM;
        return type == QType.TIMESTAMP
                || (ofDay ? TypeRules.isSpan(type) : type == QType.DATE || (type == QType.MONTH && ofMonth));
    }

    private static QType result(Verb field) {
        return switch (field) {
            case MONTH -> QType.MONTH;
            case DATE, WEEK -> QType.DATE;
            case MINUTE -> QType.MINUTE;
            case SECOND -> QType.SECOND;
            case TIME -> QType.TIME;
            default -> QType.INT;
        };
    }

    private static long special(long item, QType result) {
        if (item == LongVector.NULL || result == QType.INT) {
            return LongVector.NULL;
        }
        return item > 0 ? TypeRules.infinity(result) : -TypeRules.infinity(result);
    }

    private static long field(Verb field, QType type, long item) {
        if (TypeRules.isSpan(type)) {
            return ofDay(field, type, item);
        }
        if (type == QType.MONTH) {
            return field == Verb.MONTH
                    ? item
                    : field == Verb.YEAR ? 2000 + Math.floorDiv(item, 12) : 1 + Math.floorMod(item, 12);
        }
        long days = type == QType.DATE ? item : Math.floorDiv(item, TypeRules.NANOS_PER_DAY);
        return switch (field) {
            case YEAR, MONTH, MM, DD, DATE, WEEK -> ofDate(field, days);
            default -> ofDay(field, QType.TIMESPAN, Math.floorMod(item, TypeRules.NANOS_PER_DAY));
        };
    }

    private static long ofDate(Verb field, long days) {
        if (field == Verb.DATE) {
            return days;
        }
        if (field == Verb.WEEK) {
            return days
                    - Math.floorMod(
                            // a week begins on Monday; day 2 of q, 2000.01.03, is a Monday
                            days - 2, 7);
        }
        if (Math.abs(days) > DAYS_MAX) {
            return LongVector.NULL;
        }
        LocalDate date = QDate.EPOCH.plusDays(days);
        return switch (field) {
            case YEAR -> date.getYear();
            case MONTH -> (date.getYear() - 2000) * 12L + date.getMonthValue() - 1;
            case MM -> date.getMonthValue();
            default -> date.getDayOfMonth();
        };
    }

    private static long ofDay(Verb field, QType type, long item) {
        return switch (field) {
            case HH -> inUnit(item, type, NANOS_PER_HOUR);
            case MINUTE -> inUnit(item, type, TypeRules.nanos(QType.MINUTE));
            case UU -> Math.floorMod(inUnit(item, type, TypeRules.nanos(QType.MINUTE)), 60);
            case SECOND -> inUnit(item, type, TypeRules.nanos(QType.SECOND));
            case SS -> Math.floorMod(inUnit(item, type, TypeRules.nanos(QType.SECOND)), 60);
            default -> inUnit(item, type, TypeRules.nanos(QType.TIME));
        };
    }

    /**
     * Converts a time span to another unit, rounded down. Does not convert to nanoseconds first, because the number
     * could overflow.
     */
    private static long inUnit(long item, QType type, long unitNanos) {
        long own = TypeRules.nanos(type);
        return own >= unitNanos ? item * (own / unitNanos) : Math.floorDiv(item, unitNanos / own);
    }
}
