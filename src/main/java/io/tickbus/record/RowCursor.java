package io.tickbus.record;

import io.tickbus.q.Atom;
import io.tickbus.q.ByteVector;
import io.tickbus.q.Flip;
import io.tickbus.q.FloatVector;
import io.tickbus.q.IntVector;
import io.tickbus.q.LongVector;
import io.tickbus.q.QType;
import io.tickbus.q.QVector;
import io.tickbus.q.SymbolVector;
import io.tickbus.q.Value;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.YearMonth;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Reads rows one by one, and their cells by the name of the column. A new cursor is before the first row.
 *
 * <pre>{@code
 * RowCursor row = RowCursor.of(rows);
 * while (row.next()) {
 *     total += row.getDouble("price") * row.getLong("size");
 * }
 * }</pre>
 *
 * <p>A getter reads only the q types that the package documentation lists for its Java type. For example,
 * {@link #getDouble} does not read a timestamp. For a null cell, a getter of an object returns null, {@link #getDouble}
 * and {@link #getFloat} return NaN, and {@link #getChar} returns a space. Every other getter of a primitive fails, so
 * call {@link #isNull} first.
 *
 * <p>Getters fail with
 * <ul>
 *   <li>{@link IllegalArgumentException} if the rows have no such column, or if the column's type does not fit;
 *   <li>{@link RowException} if the cell's value does not fit, such as a null for a long;
 *   <li>{@link IllegalStateException} if the cursor is before the first row or after the last row.
 * </ul>
 *
 * <p>Not thread-safe. Create one cursor per batch of rows; this is cheap.
 */
public final class RowCursor {
    private final Flip rows;
    private final @Nullable TradingDay day;
    private final int size;
    private final ColumnLookup lookup;
    private final QVector[] columns;
    private int row = -1;

    private RowCursor(Flip rows, @Nullable TradingDay day) {
        this.rows = rows;
        this.day = day;
        this.size = rows.size();
        this.lookup = ColumnLookup.of(rows.names());
        this.columns = rows.columns().toArray(QVector[]::new);
    }

    /**
     * {@return a cursor before the first row}
     *
     * @param rows the rows
     */
    public static RowCursor of(Flip rows) {
        return new RowCursor(rows, null);
    }

    /**
     * {@return a cursor before the first row} It can read times of day as instants of a trading day.
     *
     * @param rows the rows
     * @param day the date and the zone of the times of day
     */
    public static RowCursor of(Flip rows, TradingDay day) {
        return new RowCursor(rows, Objects.requireNonNull(day, "day"));
    }

    /**
     * Moves the cursor to the next row.
     *
     * @return false if there is no next row
     */
    public boolean next() {
        boolean isThere = row + 1 < size;
        row = isThere ? row + 1 : size;
        return isThere;
    }

    /** {@return the index of the current row, counted from 0} Returns -1 before the first row. */
    public int row() {
        return row;
    }

    /**
     * {@return whether the cell is q's null, or an empty list} Booleans and bytes have no null.
     *
     * @param name the column's name
     */
    public boolean isNull(String name) {
        QVector column = column(name);
        return column.isNull(row)
                || (column.type() == QType.LIST && column.valueAt(row) instanceof Atom atom && atom.isNull());
    }

    /**
     * {@return the cell of a boolean column}
     *
     * @param name the column's name
     */
    public boolean getBoolean(String name) {
        QVector column = column(name);
        return column.type() == QType.BOOLEAN
                ? ((ByteVector) column).at(row) != 0
                : (boolean) cell(name, boolean.class);
    }

    /**
     * {@return the cell of a byte column} A Java byte is signed, so 0x80 to 0xFF become negative.
     *
     * @param name the column's name
     */
    public byte getByte(String name) {
        return (byte) cell(name, byte.class);
    }

    /**
     * {@return the cell of a short column, or of a byte column as a number from 0 to 255}
     *
     * @param name the column's name
     */
    public short getShort(String name) {
        return (short) cell(name, short.class);
    }

    /**
     * {@return the cell of an int or short column, or of a byte column as a number from 0 to 255}
     *
     * @param name the column's name
     */
    public int getInt(String name) {
        QVector column = column(name);
        if (column.type() == QType.INT) {
            int item = ((IntVector) column).at(row);
            if (item != IntVector.NULL) {
                return item;
            }
        }
        return (int) cell(name, int.class);
    }

    /**
     * {@return the cell of a long, int or short column, or of a byte column as a number from 0 to 255}
     *
     * @param name the column's name
     */
    public long getLong(String name) {
        QVector column = column(name);
        if (column.type() == QType.LONG) {
            long item = ((LongVector) column).at(row);
            if (item != LongVector.NULL) {
                return item;
            }
        }
        return (long) cell(name, long.class);
    }

    /**
     * {@return the cell of a real column}
     *
     * @param name the column's name
     */
    public float getFloat(String name) {
        return (float) cell(name, float.class);
    }

    /**
     * {@return the cell of a float or real column}
     *
     * @param name the column's name
     */
    public double getDouble(String name) {
        QVector column = column(name);
        return column.type() == QType.FLOAT ? ((FloatVector) column).at(row) : (double) cell(name, double.class);
    }

    /**
     * {@return the cell of a char column} A byte beyond ASCII is read as ISO 8859-1.
     *
     * @param name the column's name
     */
    public char getChar(String name) {
        return (char) cell(name, char.class);
    }

    /**
     * {@return a symbol, a char or a q string as text} An empty q string becomes the empty text.
     *
     * @param name the column's name
     */
    public @Nullable String getString(String name) {
        QVector column = column(name);
        return column instanceof SymbolVector symbols
                ? TextCells.stringOf(symbols, row)
                : (String) cellOrNull(name, String.class);
    }

    /**
     * {@return the cell of a guid column}
     *
     * @param name the column's name
     */
    public @Nullable UUID getUuid(String name) {
        return (UUID) cellOrNull(name, UUID.class);
    }

    /**
     * {@return a timestamp or a datetime in UTC, or a time of day on the cursor's trading day}
     *
     * @param name the column's name
     */
    public @Nullable Instant getInstant(String name) {
        QVector column = column(name);
        return column.type() == QType.TIMESTAMP
                ? CalendarCells.instantOf((LongVector) column, row)
                : (Instant) cellOrNull(name, Instant.class);
    }

    /**
     * {@return a timestamp or a datetime, or a time of day on the cursor's trading day}
     *
     * @param name the column's name
     */
    public @Nullable LocalDateTime getLocalDateTime(String name) {
        return (LocalDateTime) cellOrNull(name, LocalDateTime.class);
    }

    /**
     * {@return the cell of a date column}
     *
     * @param name the column's name
     */
    public @Nullable LocalDate getLocalDate(String name) {
        return (LocalDate) cellOrNull(name, LocalDate.class);
    }

    /**
     * {@return the cell of a month column}
     *
     * @param name the column's name
     */
    public @Nullable YearMonth getYearMonth(String name) {
        return (YearMonth) cellOrNull(name, YearMonth.class);
    }

    /**
     * {@return a timespan, a time, a second or a minute as a time of day} The cell must be from 00:00 to 24:00,
     * exclusive.
     *
     * @param name the column's name
     */
    public @Nullable LocalTime getLocalTime(String name) {
        return (LocalTime) cellOrNull(name, LocalTime.class);
    }

    /**
     * {@return a timespan, a time, a second or a minute as a duration}
     *
     * @param name the column's name
     */
    public @Nullable Duration getDuration(String name) {
        return (Duration) cellOrNull(name, Duration.class);
    }

    /**
     * {@return a cell of any type as a value of q} A null cell is q's null, never the null of Java.
     *
     * @param name the column's name
     */
    public Value getValue(String name) {
        return column(name).valueAt(row);
    }

    /**
     * {@return a cell as an object of a Java type} The type can be any type that a component of a record can have, such
     * as a box, an enum or an array.
     *
     * @param name the column's name
     * @param type the Java type of the cell
     * @param <T> the Java type
     */
    public <T> @Nullable T get(String name, Class<T> type) {
        return JavaTypes.cast(type, cellOrNull(name, type));
    }

    private QVector column(String name) {
        if (row < 0 || row >= size) {
            throw new IllegalStateException(
                    row < 0
                            ? "the cursor stands before the first row; call next()"
                            : "the cursor has passed the last row");
        }
        return columns[lookup.find(name)];
    }

    private Object cell(String name, Class<?> primitive) {
        return Objects.requireNonNull(cellOrNull(name, primitive), "a primitive is never null");
    }

    private @Nullable Object cellOrNull(String name, Class<?> type) {
        QVector column = column(name);
        Conversion conversion = Conversions.of(column.type(), type);
        if (conversion == null || (conversion.needsDay() && day == null)) {
            throw mismatch(name, column.type(), type, conversion != null);
        }
        try {
            return conversion.reader().asType(Conversion.OBJECT_READER).invokeExact(column, row, day);
        } catch (CellException failure) {
            throw RowException.ofCell(row, name, failure);
        } catch (RuntimeException | Error failure) {
            throw failure;
        } catch (Throwable impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static IllegalArgumentException mismatch(String name, QType column, Class<?> type, boolean lacksDay) {
        return new IllegalArgumentException("column " + name + " is " + JavaTypes.withArticle(column)
                + ", which cannot be read as " + JavaTypes.name(type)
                + (lacksDay ? " without a date; " + JavaTypes.DAY_NEEDED + "; or use " : "; use ")
                + JavaTypes.getters(column));
    }

    /** Returns the current row as q prints it, with the names of the columns. */
    @Override
    public String toString() {
        return row < 0 || row >= size ? "no row of " + size : rows.slice(row, 1).toString();
    }
}
