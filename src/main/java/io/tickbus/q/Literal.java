package io.tickbus.q;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A number or a temporal, parsed from a literal of q such as {@code 2h} or {@code 09:30}. Booleans and bytes are parsed
 * by {@link #vector} only. Used by the parsers of q expressions. Immutable.
 *
 * <p>Source: <a href="https://code.kx.com/q/basics/syntax/">Syntax</a>.
 *
 * @param type the type, which follows from the form or the suffix of the text
 * @param whole the raw value if the type stores whole numbers, else 0
 * @param fraction the value if the type stores floats, else 0
 */
public record Literal(QType type, long whole, double fraction) {
    private static final Pattern WHOLE = Pattern.compile("(-?[0-9]{1,19})([hij]?)");
    private static final Pattern FRACTION = Pattern.compile(
            "(?=.*[.ef])(-?(?:[0-9]+(?:\\.[0-9]*)?|\\.[0-9]+)(?:e[+-]?[0-9]+)?)([ef]?)", Pattern.CASE_INSENSITIVE);
    private static final Pattern SPECIAL = Pattern.compile("(-?)0([NWnw])([hijefpmdnuvt]?)");
    private static final Pattern BOOLEANS = Pattern.compile("([01]+)b");
    private static final Pattern MONTH = Pattern.compile("([0-9]{4})\\.([0-9]{2})m");
    private static final Pattern DATE = Pattern.compile("([0-9]{4})[.-]([0-9]{2})[.-]([0-9]{2})");
    private static final Pattern CLOCK = Pattern.compile(
            "(-?)(?:([0-9]{1,6})D)?(?:([0-9]{1,3})(?::([0-9]{2})(?::([0-9]{2})(?:\\.([0-9]{1,9}))?)?)?)?");
    private static final Pattern SUFFIXED = Pattern.compile("(?!-?0[nw]$).*([a-z])");
    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    private static final long NANOS_PER_MINUTE = 60 * NANOS_PER_SECOND;
    private static final long NANOS_PER_DAY = 24 * 60 * NANOS_PER_MINUTE;
    // The largest number of decimals of the seconds in a time. With more decimals, q reads a timespan.
    private static final int TIME_DIGITS = 3;

    /**
     * Parses one literal. Returns null if the text is no literal.
     *
     * @param text the text
     * @return the literal
     */
    public static @Nullable Literal parse(String text) {
        Matcher whole = WHOLE.matcher(text);
        if (whole.matches()) {
            return whole(whole.group(1), whole.group(2));
        }
        Matcher special = SPECIAL.matcher(text);
        if (special.matches()) {
            return special(special.group(1), special.group(2), special.group(3));
        }
        Matcher fraction = FRACTION.matcher(text);
        if (fraction.matches()) {
            return new Literal(
                    fraction.group(2).equals("e") ? QType.REAL : QType.FLOAT, 0, Double.parseDouble(fraction.group(1)));
        }
        Matcher month = MONTH.matcher(text);
        if (month.matches()) {
            int number = Integer.parseInt(month.group(2));
            return number < 1 || number > 12
                    ? null
                    : new Literal(QType.MONTH, (Integer.parseInt(month.group(1)) - 2000) * 12L + number - 1, 0);
        }
        return temporal(text);
    }

    /**
     * Parses a date, a timestamp or a time of day. A timestamp may be in q's form or in ISO 8601. Returns null for any
     * other text.
     */
    private static @Nullable Literal temporal(String text) {
        Matcher date = DATE.matcher(text);
        if (!date.lookingAt()) {
            return clock(text);
        }
        long days;
        try {
            days = QDate.EPOCH.until(
                    LocalDate.of(
                            Integer.parseInt(date.group(1)),
                            Integer.parseInt(date.group(2)),
                            Integer.parseInt(date.group(3))),
                    ChronoUnit.DAYS);
        } catch (DateTimeException noSuchDay) {
            return null;
        }
        if (date.end() == text.length()) {
            return new Literal(QType.DATE, days, 0);
        }
        String rest = text.substring(date.end());
        if (!rest.matches("[DT][0-9].*|D")) {
            return null;
        }
        String time = rest.substring(1);
        Literal clock = time.isEmpty() ? new Literal(QType.TIMESPAN, 0, 0) : clock(time.replaceFirst("Z$", ""));
        if (clock == null || clock.nanos() < 0 || clock.nanos() >= NANOS_PER_DAY) {
            return null;
        }
        long nanos = days * NANOS_PER_DAY + clock.nanos();
        return days == Math.floorDiv(nanos, NANOS_PER_DAY) ? new Literal(QType.TIMESTAMP, nanos, 0) : null;
    }

    private static @Nullable Literal clock(String text) {
        Matcher clock = CLOCK.matcher(text);
        if (!clock.matches() || (clock.group(2) == null && clock.group(3) == null)) {
            return null;
        }
        if (number(clock.group(4)) >= 60 || number(clock.group(5)) >= 60) {
            return null;
        }
        String digits = clock.group(6) == null ? "" : clock.group(6);
        long days = number(clock.group(2));
        long seconds =
                (days * 24 + number(clock.group(3))) * 3600 + number(clock.group(4)) * 60 + number(clock.group(5));
        long fraction = number(digits + "0".repeat(9 - digits.length()));
        if (seconds > Long.MAX_VALUE / NANOS_PER_SECOND - 1) {
            return null;
        }
        long nanos = seconds * NANOS_PER_SECOND + fraction;
        QType type = clock.group(2) != null || digits.length() > TIME_DIGITS
                ? QType.TIMESPAN
                : clock.group(6) != null ? QType.TIME : clock.group(5) != null ? QType.SECOND : QType.MINUTE;
        long whole = (clock.group(1).isEmpty() ? nanos : -nanos) / nanosPerUnit(type);
        boolean fits = type == QType.TIMESPAN || Math.abs(whole) < IntVector.INFINITY;
        return fits ? new Literal(type, whole, 0) : null;
    }

    private static long number(@Nullable String digits) {
        return digits == null || digits.isEmpty() ? 0 : Long.parseLong(digits);
    }

    private static @Nullable Literal whole(String digits, String suffix) {
        QType type = suffix.equals("h") ? QType.SHORT : suffix.equals("i") ? QType.INT : QType.LONG;
        BigDecimal value = new BigDecimal(digits);
        if (value.precision() > 18 && value.abs().compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0) {
            return null;
        }
        long whole = value.longValue();
        long max = type == QType.SHORT ? Short.MAX_VALUE : type == QType.INT ? Integer.MAX_VALUE : Long.MAX_VALUE;
        return whole > max || whole < -max ? null : new Literal(type, whole, 0);
    }

    private static @Nullable Literal special(String sign, String form, String suffix) {
        QType type = suffix.isEmpty() ? (form.equals("n") || form.equals("w") ? QType.FLOAT : QType.LONG) : null;
        for (QType known : QType.values()) {
            type = suffix.length() == 1 && known.letter() == suffix.charAt(0) ? known : type;
        }
        boolean isNull = form.equals("N") || form.equals("n");
        if (type == null || (isNull && !sign.isEmpty())) {
            return null;
        }
        boolean negative = !sign.isEmpty();
        if (type == QType.FLOAT || type == QType.REAL) {
            double infinity = negative ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
            return new Literal(type, 0, isNull ? Double.NaN : infinity);
        }
        boolean wide = type.bytes() == Long.BYTES;
        long max = type == QType.SHORT ? Short.MAX_VALUE : wide ? LongVector.INFINITY : IntVector.INFINITY;
        return new Literal(type, isNull ? -max - 1 : negative ? -max : max, 0);
    }

    /** {@return the time of day of this literal, in nanoseconds} */
    public long nanos() {
        return whole * nanosPerUnit(type);
    }

    /**
     * {@return the unit of a time-of-day type, in nanoseconds} Returns 1 for all other types.
     *
     * @param type a type of q
     */
    public static long nanosPerUnit(QType type) {
        return switch (type) {
            case MINUTE -> NANOS_PER_MINUTE;
            case SECOND -> NANOS_PER_SECOND;
            case TIME -> 1_000_000L;
            default -> 1;
        };
    }

    /**
     * {@return whether a single word is a vector of booleans or bytes, such as {@code 010b} or {@code 0x0102}}
     *
     * @param text the text
     */
    public static boolean isVector(String text) {
        return (BOOLEANS.matcher(text).matches() && text.length() > 2) || (text.startsWith("0x") && text.length() != 4);
    }

    /**
     * Parses a vector, such as {@code 1 2 3h}. The suffix of the last literal applies to all literals without a suffix.
     * Whole numbers without a suffix take the type of the other literals, as in {@code 1 2.5}.
     *
     * @param texts the words of the vector, at least one
     * @return the vector, or null if a word is no literal or the types differ
     */
    public static @Nullable QVector vector(List<String> texts) {
        String first = texts.get(0);
        if (texts.size() == 1 && (BOOLEANS.matcher(first).matches() || first.startsWith("0x"))) {
            return bytes(first);
        }
        Matcher last = SUFFIXED.matcher(texts.get(texts.size() - 1));
        String suffix = last.matches() ? last.group(1) : "";
        QType type = QType.LONG;
        List<@Nullable Literal> literals =
                texts.stream().map(text -> suffixed(text, suffix)).toList();
        for (Literal literal : literals) {
            if (literal == null || (literal.type != type && literal.type != QType.LONG && type != QType.LONG)) {
                return null;
            }
            type = literal.type == QType.LONG ? type : literal.type;
        }
        VectorBuilder builder = new VectorBuilder(type, texts.size());
        for (Literal literal : literals) {
            if (literal == null || !literal.appendTo(builder)) {
                return null;
            }
        }
        return builder.build();
    }

    private static @Nullable Literal suffixed(String text, String suffix) {
        Literal literal = suffix.isEmpty() ? null : parse(text + suffix);
        return literal == null ? parse(text) : literal;
    }

    private boolean appendTo(VectorBuilder builder) {
        boolean isNull = type == QType.LONG && whole == LongVector.NULL;
        if (isNull) {
            builder.appendNull();
        } else if (builder.type() == QType.FLOAT || builder.type() == QType.REAL) {
            builder.appendFloat(type == QType.LONG ? LongVector.toDouble(whole) : fraction);
        } else if (builder.type() == type) {
            builder.appendWhole(whole);
        } else if (builder.type() == QType.INT && Math.abs(whole) <= Integer.MAX_VALUE) {
            builder.appendWhole(whole);
        } else if (builder.type() == QType.SHORT && Math.abs(whole) <= Short.MAX_VALUE) {
            builder.appendWhole(whole);
        } else {
            return false;
        }
        return true;
    }

    private static @Nullable QVector bytes(String text) {
        if (!text.startsWith("0x")) {
            byte[] flags = new byte[text.length() - 1];
            for (int i = 0; i < flags.length; i++) {
                flags[i] = (byte) (text.charAt(i) - '0');
            }
            return new ByteVector(QType.BOOLEAN, flags);
        }
        if (!text.matches("0x(?:[0-9a-fA-F]{2})*")) {
            return null;
        }
        byte[] bytes = new byte[text.length() / 2 - 1];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) Integer.parseInt(text.substring(2 + 2 * i, 4 + 2 * i), 16);
        }
        return new ByteVector(QType.BYTE, bytes);
    }
}
