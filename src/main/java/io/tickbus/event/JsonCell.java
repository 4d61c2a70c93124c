package io.tickbus.event;

import io.tickbus.q.ByteVector;
import io.tickbus.q.EscapedText;
import io.tickbus.q.GuidVector;
import io.tickbus.q.IntVector;
import io.tickbus.q.LongVector;
import io.tickbus.q.QType;
import io.tickbus.q.QVector;
import io.tickbus.q.SymbolVector;
import io.tickbus.q.Symbols;
import io.tickbus.q.TemporalText;
import io.tickbus.q.VectorBuilder;
import java.math.BigInteger;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Converts one value of a column to JSON and back.
 * <ul>
 * <li>A null of any type is null.
 * <li>A whole number is a number. A long outside the range of -2^53 to 2^53 is a text. An infinity is the text
 * {@code "0W"} or {@code "-0W"}.
 * <li>A float is a number. An infinity is the text {@code "0w"} or {@code "-0w"}.
 * <li>A temporal is an ISO 8601 text, as {@link TemporalText} describes it. A datetime that the text cannot represent
 * exactly is a number: the days since 2000.01.01.
 * <li>A symbol and a char are {@link EscapedText}. A guid is a text. A boolean is a boolean. A byte is a number from 0
 * to 255.
 * <li>A value of a mixed column has the form that {@link NestedJson} describes.
 * </ul>
 */
final class JsonCell {
    static final String WHOLE_INFINITY = "0W";
    static final String FLOAT_INFINITY = "0w";

    private JsonCell() {}

    static @Nullable Object write(QVector column, int row) {
        if (column.isNull(row)) {
            return null;
        }
        return switch (column.type()) {
            case BOOLEAN -> column.longAt(row) != 0;
            case BYTE -> (int) column.longAt(row);
            case SHORT, INT, LONG -> whole(column.longAt(row));
            case REAL -> real(column.doubleAt(row));
            case FLOAT -> floating(column.doubleAt(row));
            case CHAR -> ((ByteVector) column).textAt(row);
            case SYMBOL -> ((SymbolVector) column).textAt(row);
            case GUID -> ((GuidVector) column).at(row).toString();
            case DATETIME -> datetime(column.doubleAt(row));
            case TIMESTAMP, TIMESPAN -> TemporalText.iso(column.type(), column.longAt(row));
            case MONTH, DATE, MINUTE, SECOND, TIME -> TemporalText.iso(column.type(), ((IntVector) column).at(row));
            case LIST -> NestedJson.write(column.valueAt(row));
        };
    }

    private static Object whole(long item) {
        if (item == LongVector.INFINITY || item == -LongVector.INFINITY) {
            return item > 0 ? WHOLE_INFINITY : "-" + WHOLE_INFINITY;
        }
        return JsonNumber.whole(item);
    }

    private static Object floating(double item) {
        return Double.isInfinite(item) ? (item > 0 ? FLOAT_INFINITY : "-" + FLOAT_INFINITY) : item;
    }

    private static Object real(double item) {
        return Double.isInfinite(item) ? floating(item) : Double.parseDouble(Float.toString((float) item));
    }

    private static Object datetime(double days) {
        try {
            String text = TemporalText.isoDatetime(days);
            return TemporalText.parseIsoDatetime(text) == days ? text : days;
        } catch (IllegalArgumentException pastTheCalendar) {
            return days;
        }
    }

    /**
     * Adds a JSON value to a column.
     *
     * @throws IllegalArgumentException if the column cannot hold the value; the message names the value and the
     *     accepted values
     */
    static void read(@Nullable Object cell, VectorBuilder column) {
        if (cell == null) {
            column.appendNull();
            return;
        }
        switch (column.type()) {
            case BOOLEAN -> column.appendWhole(boolAt(cell) ? 1 : 0);
            case BYTE -> column.appendWhole(whole(cell, column.type(), 0, 255, false));
            case SHORT -> column.appendWhole(whole(cell, column.type(), -Short.MAX_VALUE, Short.MAX_VALUE, true));
            case INT -> column.appendWhole(whole(cell, column.type(), -IntVector.INFINITY, IntVector.INFINITY, true));
            case LONG ->
                column.appendWhole(whole(cell, column.type(), -LongVector.INFINITY, LongVector.INFINITY, true));
            case REAL, FLOAT -> column.appendFloat(floating(cell, column.type()));
            case CHAR -> column.appendWhole(character(cell));
            case SYMBOL -> column.appendSymbol(Symbols.id(symbol(cell)));
            case GUID -> column.appendGuid(guid(cell));
            case DATETIME -> column.appendFloat(datetime(cell));
            case LIST -> column.append(NestedJson.read(cell));
            default -> column.appendWhole(TemporalText.parseIso(column.type(), text(cell, column.type())));
        }
    }

    static IllegalArgumentException mismatch(Object cell, String expected) {
        String shown = cell instanceof CharSequence ? "\"" + cell + "\"" : String.valueOf(cell);
        return new IllegalArgumentException(shown + " is not a " + expected);
    }

    private static boolean boolAt(Object cell) {
        if (cell instanceof Boolean bool) {
            return bool;
        }
        throw mismatch(cell, QType.BOOLEAN.qName());
    }

    private static long whole(Object cell, QType type, long min, long max, boolean infinities) {
        try {
            if (infinities && cell instanceof String text && text.endsWith(WHOLE_INFINITY)) {
                return infinity(text, WHOLE_INFINITY) * max;
            }
            long number = exact(cell);
            if (number >= min && number <= max) {
                return number;
            }
        } catch (ArithmeticException | NumberFormatException notWhole) {
            // The call of mismatch() below reports the failure.
        }
        throw mismatch(cell, type.qName() + " (" + min + " to " + max + ")");
    }

    /**
     * Returns a JSON value as a whole number. A number such as 1e1000000 costs no extra time, because its exponent is
     * not expanded.
     */
    private static long exact(Object cell) {
        if (cell instanceof Integer || cell instanceof Long || cell instanceof Short || cell instanceof Byte) {
            return ((Number) cell).longValue();
        }
        if (cell instanceof BigInteger number) {
            return number.longValueExact();
        }
        if (cell instanceof String text) {
            // Long.parseLong would also accept the digits of other scripts, such as Arabic digits.
            if (!text.chars().allMatch(c -> c < 0x80)) {
                throw new NumberFormatException(text);
            }
            return Long.parseLong(text);
        }
        if (cell instanceof Number number) {
            double value = number.doubleValue();
            if (value == Math.rint(value) && Math.abs(value) < 0x1p63) {
                return (long) value;
            }
        }
        throw new NumberFormatException("not whole");
    }

    private static int infinity(String text, String positive) {
        if (text.equals(positive)) {
            return 1;
        }
        if (text.equals("-" + positive)) {
            return -1;
        }
        throw new NumberFormatException(text);
    }

    private static double floating(Object cell, QType type) {
        if (cell instanceof Number number) {
            double value = finite(number, type.qName());
            if (type == QType.FLOAT || !Float.isInfinite((float) value)) {
                return value;
            }
            throw mismatch(cell, type.qName() + ": it is past " + Float.MAX_VALUE);
        }
        try {
            if (cell instanceof String text) {
                return infinity(text, FLOAT_INFINITY) * Double.POSITIVE_INFINITY;
            }
        } catch (NumberFormatException noInfinity) {
            // The call of mismatch() below reports the failure.
        }
        throw mismatch(cell, type.qName());
    }

    /**
     * Returns a number as a double. A JSON number such as 1e400 becomes an infinity and is refused, because infinities
     * must be texts.
     */
    static double finite(Number number, String expected) {
        double value = number.doubleValue();
        if (Double.isInfinite(value)) {
            String past = number instanceof Double ? "a number past " + Double.MAX_VALUE : number.toString();
            throw new IllegalArgumentException(past + " is not a " + expected + "; an infinity is \"0w\" or \"-0w\"");
        }
        return value;
    }

    private static double datetime(Object cell) {
        return cell instanceof Number days
                ? finite(days, QType.DATETIME.qName())
                : TemporalText.parseIsoDatetime(text(cell, QType.DATETIME));
    }

    private static int character(Object cell) {
        if (cell instanceof CharSequence text) {
            byte[] bytes = EscapedText.bytes(text.toString());
            if (bytes.length == 1) {
                return bytes[0];
            }
        }
        throw mismatch(cell, "char (a text of one byte)");
    }

    static String symbol(Object cell) {
        String symbol = text(cell, QType.SYMBOL);
        if (symbol.indexOf(0) >= 0) {
            throw mismatch(cell, "symbol: it has a zero byte");
        }
        return symbol;
    }

    private static String text(Object cell, QType type) {
        if (cell instanceof CharSequence || cell instanceof Instant) {
            return cell.toString();
        }
        throw mismatch(cell, type.qName() + " (a text)");
    }

    private static UUID guid(Object cell) {
        String text = cell.toString();
        try {
            UUID guid = UUID.fromString(text);
            // UUID.fromString also accepts groups that are too long or too short.
            if (guid.toString().equalsIgnoreCase(text)) {
                return guid;
            }
        } catch (IllegalArgumentException noGuid) {
            // The call of mismatch() below reports the failure.
        }
        throw mismatch(cell, QType.GUID.qName());
    }
}
