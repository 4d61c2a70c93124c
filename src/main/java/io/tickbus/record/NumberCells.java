package io.tickbus.record;

import io.tickbus.q.ByteVector;
import io.tickbus.q.FloatVector;
import io.tickbus.q.IntVector;
import io.tickbus.q.LongVector;
import io.tickbus.q.QType;
import io.tickbus.q.RealVector;
import io.tickbus.q.ShortVector;
import io.tickbus.q.VectorBuilder;

/**
 * Converts numbers and booleans. A q type fits its own Java type and larger ones. For example, q's int fits Java's int
 * and long. An infinity of a whole number becomes the largest number of the Java type, or this number negated, as in q.
 */
final class NumberCells {
    private static final int BYTE_MAX = 0xFF;

    private NumberCells() {}

    @Cell(QType.BOOLEAN)
    static boolean booleanOf(ByteVector column, int row) {
        return column.at(row) != 0;
    }

    @Cell(QType.BOOLEAN)
    static void add(VectorBuilder column, boolean value) {
        column.appendWhole(value ? 1 : 0);
    }

    @Cell(QType.BYTE)
    static byte byteOf(ByteVector column, int row) {
        return column.at(row);
    }

    @Cell(QType.BYTE)
    static short shortOf(ByteVector column, int row) {
        return (short) column.longAt(row);
    }

    @Cell(QType.BYTE)
    static int intOf(ByteVector column, int row) {
        return (int) column.longAt(row);
    }

    @Cell(QType.BYTE)
    static long longOf(ByteVector column, int row) {
        return column.longAt(row);
    }

    @Cell(QType.BYTE)
    static void add(VectorBuilder column, byte value) {
        column.appendWhole(value);
    }

    @Cell(QType.SHORT)
    static short shortOf(ShortVector column, int row) {
        short item = column.at(row);
        if (item == ShortVector.NULL) {
            throw noNull("Short");
        }
        return item;
    }

    @Cell(QType.SHORT)
    static int intOf(ShortVector column, int row) {
        return toInt(longOf(column, row));
    }

    @Cell(QType.SHORT)
    static long longOf(ShortVector column, int row) {
        return required(column.longAt(row));
    }

    @Cell(QType.INT)
    static int intOf(IntVector column, int row) {
        int item = column.at(row);
        if (item == IntVector.NULL) {
            throw noNull("Integer or OptionalInt");
        }
        return item;
    }

    @Cell(QType.INT)
    static long longOf(IntVector column, int row) {
        return required(column.longAt(row));
    }

    @Cell(QType.LONG)
    static long longOf(LongVector column, int row) {
        return required(column.at(row));
    }

    private static long required(long item) {
        if (item == LongVector.NULL) {
            throw noNull("Long or OptionalLong");
        }
        return item;
    }

    private static CellException noNull(String types) {
        return new CellException("a null has no primitive; declare " + types);
    }

    private static int toInt(long item) {
        return item == LongVector.INFINITY
                ? IntVector.INFINITY
                : item == -LongVector.INFINITY ? -IntVector.INFINITY : (int) item;
    }

    @Cell({QType.BYTE, QType.SHORT})
    static void add(VectorBuilder column, short value) {
        boolean isInfinite = Math.abs(value) == ShortVector.INFINITY;
        addWhole(column, isInfinite ? Long.signum(value) * LongVector.INFINITY : value, value);
    }

    @Cell({QType.BYTE, QType.SHORT, QType.INT})
    static void add(VectorBuilder column, int value) {
        boolean isInfinite = Math.abs((long) value) == IntVector.INFINITY;
        addWhole(column, isInfinite ? Integer.signum(value) * LongVector.INFINITY : value, value);
    }

    @Cell({QType.BYTE, QType.SHORT, QType.INT, QType.LONG})
    static void add(VectorBuilder column, long value) {
        addWhole(column, value, value);
    }

    /**
     * Appends a whole number. If {@code value} is the infinity of a type narrower than long, {@code widened} is the
     * infinity of a long. Otherwise both are equal.
     */
    private static void addWhole(VectorBuilder column, long widened, long value) {
        if (column.type() == QType.BYTE) {
            if (value < 0 || value > BYTE_MAX) {
                throw new CellException(value + " is not a byte, which is 0 to " + BYTE_MAX);
            }
        } else {
            long infinity = infinity(column.type());
            boolean isInfinite = widened == LongVector.INFINITY || widened == -LongVector.INFINITY;
            if (!isInfinite && (widened >= infinity || widened <= -infinity)) {
                throw outOfRange(column.type(), value, infinity);
            }
        }
        column.appendWhole(widened);
    }

    private static long infinity(QType type) {
        return switch (type) {
            case SHORT -> ShortVector.INFINITY;
            case INT -> IntVector.INFINITY;
            default -> LongVector.INFINITY;
        };
    }

    private static CellException outOfRange(QType type, long value, long infinity) {
        return new CellException(
                value == -infinity - 1
                        ? value + " is q's null of " + JavaTypes.withArticle(type)
                                + "; declare a box or an Optional, and write null"
                        : value + " is not " + JavaTypes.withArticle(type) + ", which is " + (1 - infinity) + " to "
                                + (infinity - 1));
    }

    @Cell(QType.REAL)
    static float floatOf(RealVector column, int row) {
        return column.at(row);
    }

    @Cell(QType.REAL)
    static double doubleOf(RealVector column, int row) {
        return column.at(row);
    }

    @Cell(QType.FLOAT)
    static double doubleOf(FloatVector column, int row) {
        return column.at(row);
    }

    @Cell(QType.REAL)
    static void add(VectorBuilder column, float value) {
        column.appendFloat(value);
    }

    /** Appends a double. A column of reals gets the nearest real. */
    @Cell({QType.REAL, QType.FLOAT})
    static void add(VectorBuilder column, double value) {
        if (column.type() == QType.REAL && Double.isFinite(value) && Float.isInfinite((float) value)) {
            throw new CellException(value + " is not a real, which is at most " + Float.MAX_VALUE);
        }
        column.appendFloat(value);
    }
}
