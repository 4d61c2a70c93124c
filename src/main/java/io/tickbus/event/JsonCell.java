package io.tickbus.event;

import io.tickbus.q.Atom;
import io.tickbus.q.ByteVector;
import io.tickbus.q.EscapedText;
import io.tickbus.q.GeneralList;
import io.tickbus.q.GuidVector;
import io.tickbus.q.IntVector;
import io.tickbus.q.LongVector;
import io.tickbus.q.QType;
import io.tickbus.q.SymbolVector;
import io.tickbus.q.Symbols;
import io.tickbus.q.TemporalText;
import io.tickbus.q.Value;
import io.tickbus.q.Vector;
import io.tickbus.q.VectorBuilder;
import io.vertx.core.json.JsonArray;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One value of a column as JSON, both ways.
 *
 * <ul>
 *   <li>null is null, of every type that has one;
 *   <li>a whole number is a number, a long past 2^53 a text; an infinity is the text {@code "0W"} or {@code "-0W"}
 *   <li>a float is a number, an infinity {@code "0w"} or {@code "-0w"}
 *   <li>a temporal is an ISO 8601 text, see {@link TemporalText}; a datetime that such a text cannot hold is a number, its days
 *       since 2000.01.01
 *   <li>a symbol and a char are {@link EscapedText}, a guid is a text, a boolean is a boolean, a byte a number from 0 to 255
 *   <li>in a column of mixed values an {@link EscapedText} is a string of q, an array of numbers a vector
 * </ul>
 */
final class JsonCell {
    /** Arrays within arrays; well below what {@link io.tickbus.q.Decoder#DEPTH_MAX} lets through between nodes. */
    static final int NESTING_MAX = 32;

    private static final String WHOLE_INFINITY = "0W";
    private static final String FLOAT_INFINITY = "0w";

    private JsonCell() {}

    static @Nullable Object write(Vector column, int row) {
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
            case LIST -> nested(column.valueAt(row));
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

    private static @Nullable Object nested(Value value) {
        if (value instanceof Atom atom) {
            return write(atom.item(), 0);
        }
        if (value instanceof ByteVector bytes && bytes.type() == QType.CHAR) {
            return bytes.text();
        }
        if (value instanceof Vector vector) {
            JsonArray items = new JsonArray();
            for (int i = 0; i < vector.size(); i++) {
                items.add(write(vector, i));
            }
            return items;
        }
        return value.toString();
    }

    /**
     * Adds a JSON value to a column.
     *
     * @throws IllegalArgumentException telling the value and what the column takes
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
            case LIST -> column.append(nestedOf(cell, 1));
            default -> column.appendWhole(TemporalText.parseIso(column.type(), text(cell, column.type())));
        }
    }

    private static IllegalArgumentException mismatch(Object cell, String expected) {
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
            // falls through to the one message
        }
        throw mismatch(cell, type.qName() + " (" + min + " to " + max + ")");
    }

    /** A whole number, in time that does not depend on its size: an exponent is never written out. */
    private static long exact(Object cell) {
        if (cell instanceof Integer || cell instanceof Long || cell instanceof Short || cell instanceof Byte) {
            return ((Number) cell).longValue();
        }
        if (cell instanceof BigInteger number) {
            return number.longValueExact();
        }
        if (cell instanceof String text) {
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
            double value = number.doubleValue();
            if (type == QType.FLOAT || Double.isInfinite(value) || !Float.isInfinite((float) value)) {
                return value;
            }
            throw mismatch(cell, type.qName() + ": it is past " + Float.MAX_VALUE);
        }
        try {
            if (cell instanceof String text) {
                return infinity(text, FLOAT_INFINITY) * Double.POSITIVE_INFINITY;
            }
        } catch (NumberFormatException noInfinity) {
            // falls through to the one message
        }
        throw mismatch(cell, type.qName());
    }

    private static double datetime(Object cell) {
        return cell instanceof Number days
                ? days.doubleValue()
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
            if (guid.toString().equalsIgnoreCase(text)) { // it cuts longer groups off, and fills shorter ones up
                return guid;
            }
        } catch (IllegalArgumentException noGuid) {
            // falls through to the one message
        }
        throw mismatch(cell, QType.GUID.qName());
    }

    private static Value nestedOf(@Nullable Object cell, int depth) {
        if (cell == null) {
            return new GeneralList();
        }
        if (cell instanceof CharSequence || cell instanceof Instant) {
            return ByteVector.chars(cell.toString());
        }
        if (cell instanceof Boolean bool) {
            return Atom.ofBoolean(bool);
        }
        if (cell instanceof Integer || cell instanceof Long) {
            return Atom.ofLong(((Number) cell).longValue());
        }
        if (cell instanceof Number number) {
            return Atom.ofFloat(number.doubleValue());
        }
        if (cell instanceof JsonArray array) {
            return nestedOf(array.getList(), depth);
        }
        if (cell instanceof List<?> list) {
            if (depth > NESTING_MAX) {
                throw new IllegalArgumentException("arrays nested deeper than " + NESTING_MAX);
            }
            return vectorOf(list, depth);
        }
        throw mismatch(cell, "text, number, boolean or array of them");
    }

    /** A vector where q would have one: of numbers, nulls among them, or of booleans; else a general list. */
    private static Value vectorOf(List<?> list, int depth) {
        List<Value> values = new ArrayList<>(list.size());
        Set<QType> types = EnumSet.noneOf(QType.class);
        boolean nulls = false;
        for (Object item : list) {
            Value value = nestedOf(item, depth + 1);
            values.add(value);
            if (item == null) {
                nulls = true;
            } else {
                types.add(value instanceof Atom atom ? atom.type() : QType.LIST);
            }
        }
        if (types.equals(EnumSet.of(QType.BOOLEAN)) && !nulls) {
            return joined(QType.BOOLEAN, values);
        }
        if (types.equals(EnumSet.of(QType.LONG))) {
            return joined(QType.LONG, values);
        }
        if (!types.isEmpty() && EnumSet.of(QType.LONG, QType.FLOAT).containsAll(types)) {
            return joined(QType.FLOAT, values);
        }
        return new GeneralList(values.toArray(Value[]::new));
    }

    /** Atoms as a vector; what is no atom is a null of its type. */
    private static Vector joined(QType type, List<Value> values) {
        VectorBuilder builder = new VectorBuilder(type, values.size());
        for (Value value : values) {
            if (!(value instanceof Atom atom)) {
                builder.appendNull();
            } else if (type == QType.FLOAT) {
                builder.appendFloat(atom.item().doubleAt(0));
            } else {
                builder.append(atom.item());
            }
        }
        return builder.build();
    }
}
