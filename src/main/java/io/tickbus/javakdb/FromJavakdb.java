package io.tickbus.javakdb;

import com.kx.c;
import io.tickbus.q.Atom;
import io.tickbus.q.ByteVector;
import io.tickbus.q.Flip;
import io.tickbus.q.FloatVector;
import io.tickbus.q.GeneralList;
import io.tickbus.q.GuidVector;
import io.tickbus.q.IntVector;
import io.tickbus.q.LongVector;
import io.tickbus.q.QDictionary;
import io.tickbus.q.QType;
import io.tickbus.q.QVector;
import io.tickbus.q.RealVector;
import io.tickbus.q.ShortVector;
import io.tickbus.q.SymbolVector;
import io.tickbus.q.Value;
import java.lang.invoke.MethodType;
import java.lang.reflect.Array;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/** Converts javakdb's objects to values. Thread-safe. */
final class FromJavakdb {
    private static final int CHAR_MAX = 0xFF;

    private FromJavakdb() {}

    static Value value(@Nullable Object object) {
        if (object instanceof c.Flip flip) {
            return table(flip);
        }
        if (object instanceof c.Dict dict) {
            return new QDictionary(in("keys", dict.x), in("values", dict.y));
        }
        QVector vector = vector(object);
        return vector != null ? vector : atom(object);
    }

    private static Value in(String place, Object object) {
        try {
            return value(object);
        } catch (JavakdbException e) {
            throw e.in(place);
        }
    }

    static Flip table(c.Flip flip) {
        if (flip.x.length != flip.y.length) {
            throw new JavakdbException("a c.Flip of " + flip.x.length + " names and " + flip.y.length
                    + " columns: each column has one name");
        }
        return table(List.of(flip.x), columns(flip.y, column -> flip.x[column]));
    }

    /** Returns a table of columns, or of one row if the first item is no array. */
    static Flip table(List<String> names, Object... rows) {
        if (names.size() != rows.length) {
            throw new JavakdbException(rows.length + " items for the columns " + names + ": one for each is expected");
        }
        return table(names, rows(rows, names::get));
    }

    /** Returns the columns of an array of columns, or of one row. They are general lists or vectors. */
    static GeneralList columns(Object... rows) {
        return new GeneralList(rows(rows, column -> String.valueOf(column + 1)).toArray(Value[]::new));
    }

    private static List<QVector> rows(Object[] rows, IntFunction<String> name) {
        boolean isRow =
                rows.length > 0 && rows[0] != null && !rows[0].getClass().isArray();
        return isRow ? row(rows, name) : columns(rows, name);
    }

    private static List<QVector> row(Object[] row, IntFunction<String> name) {
        List<QVector> columns = new ArrayList<>(row.length);
        for (int i = 0; i < row.length; i++) {
            Value item = in("column " + name.apply(i), row[i]);
            columns.add(item instanceof Atom atom ? atom.item() : new GeneralList(item));
        }
        return columns;
    }

    private static List<QVector> columns(Object[] columns, IntFunction<String> name) {
        List<QVector> vectors = new ArrayList<>(columns.length);
        for (int i = 0; i < columns.length; i++) {
            String place = "column " + name.apply(i);
            try {
                QVector vector = vector(columns[i]);
                if (vector == null) {
                    throw new JavakdbException("a column is an array, not " + described(columns[i]));
                }
                vectors.add(vector);
            } catch (JavakdbException e) {
                throw e.in(place);
            }
            if (vectors.get(i).size() != vectors.get(0).size()) {
                throw new JavakdbException(place + " has " + vectors.get(i).size() + " rows, column " + name.apply(0)
                        + " has " + vectors.get(0).size() + ": all columns need equally many");
            }
        }
        return vectors;
    }

    private static Flip table(List<String> names, List<QVector> columns) {
        return new Flip(names, columns);
    }

    private static Atom atom(@Nullable Object object) {
        if (object == null) {
            throw new JavakdbException("null is no value of q, and javakdb cannot write it: use c.NULL('j') for a long,"
                    + " c.NULL('s') for a symbol, and so on");
        }
        if (object instanceof Character character) { // As javakdb: an atom is one byte, whatever the encoding is.
            if (character > CHAR_MAX) {
                throw new JavakdbException("the char '" + character + "' has more than a byte: send it as a char[]");
            }
            return new Atom(new ByteVector(QType.CHAR, new byte[] {(byte) character.charValue()}));
        }
        Class<?> type = MethodType.methodType(object.getClass()).unwrap().returnType();
        Object array = Array.newInstance(type, 1);
        Array.set(array, 0, object);
        QVector vector;
        try {
            vector = type.isArray() ? null : vector(array);
        } catch (JavakdbException e) {
            throw e.ofAtom();
        }
        if (vector == null || vector.type() == QType.LIST) {
            throw new JavakdbException("javakdb 2.0 has no type of q for " + described(object)
                    + ": it uses boxed primitives, String, UUID, java.time and its own c.Timespan, c.Month, c.Minute,"
                    + " c.Second, c.Flip and c.Dict");
        }
        return new Atom(vector);
    }

    private static String described(@Nullable Object object) {
        return object == null ? "null" : "the " + object.getClass().getName() + " " + object;
    }

    /** Returns the vector of an array, or null if the object is no array that javakdb has a type for. */
    private static @Nullable QVector vector(@Nullable Object object) {
        if (object instanceof long[] items) {
            return new LongVector(QType.LONG, items);
        } else if (object instanceof double[] items) {
            return new FloatVector(QType.FLOAT, items);
        } else if (object instanceof int[] items) {
            return new IntVector(QType.INT, items);
        } else if (object instanceof short[] items) {
            return new ShortVector(items);
        } else if (object instanceof float[] items) {
            return new RealVector(items);
        } else if (object instanceof byte[] items) {
            return new ByteVector(QType.BYTE, items);
        } else if (object instanceof boolean[] items) {
            return booleans(items);
        } else if (object instanceof char[] items) {
            return new ByteVector(QType.CHAR, JavakdbText.bytes(new String(items)));
        } else if (object instanceof Object[] items) {
            return objects(items);
        }
        return null;
    }

    private static @Nullable QVector objects(Object[] items) {
        if (items instanceof String[] texts) {
            return SymbolVector.ofIds(symbolIds(texts));
        } else if (items instanceof Instant[] instants) {
            return new LongVector(QType.TIMESTAMP, nanos(instants));
        } else if (items instanceof c.Timespan[] timespans) {
            return new LongVector(QType.TIMESPAN, nanos(timespans));
        } else if (items instanceof LocalTime[] times) {
            return new IntVector(QType.TIME, ints(times, JavakdbTime::ms));
        } else if (items instanceof LocalDate[] dates) {
            return new IntVector(QType.DATE, ints(dates, JavakdbTime::days));
        } else if (items instanceof LocalDateTime[] times) {
            double[] days = new double[times.length];
            for (int i = 0; i < days.length; i++) {
                days[i] = required(times, i, JavakdbTime::fractionalDays);
            }
            return new FloatVector(QType.DATETIME, days);
        } else if (items instanceof c.Month[] months) {
            return new IntVector(QType.MONTH, ints(months, month -> month.i));
        } else if (items instanceof c.Minute[] minutes) {
            return new IntVector(QType.MINUTE, ints(minutes, minute -> minute.i));
        } else if (items instanceof c.Second[] seconds) {
            return new IntVector(QType.SECOND, ints(seconds, second -> second.i));
        } else if (items instanceof UUID[] guids) {
            for (int i = 0; i < guids.length; i++) {
                required(guids, i, guid -> guid);
            }
            return new GuidVector(guids);
        }
        return items.getClass() == Object[].class ? list(items) : null;
    }

    private static GeneralList list(Object... items) {
        Value[] values = new Value[items.length];
        for (int i = 0; i < items.length; i++) {
            values[i] = in("row " + i, items[i]);
        }
        return new GeneralList(values);
    }

    private static ByteVector booleans(boolean... items) {
        byte[] bytes = new byte[items.length];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (items[i] ? 1 : 0);
        }
        return new ByteVector(QType.BOOLEAN, bytes);
    }

    // The loops over the usual types of columns are separate: the call of a shared loop's conversion would cost more
    // than
    // the conversion.

    private static int[] symbolIds(String... texts) {
        int[] ids = new int[texts.length];
        int i = 0;
        try {
            for (; i < ids.length; i++) {
                ids[i] = JavakdbText.symbolId(texts[i]);
            }
        } catch (JavakdbException | NullPointerException e) {
            throw atRow(e, texts, i);
        }
        return ids;
    }

    private static long[] nanos(Instant... instants) {
        long[] nanos = new long[instants.length];
        int i = 0;
        try {
            for (; i < nanos.length; i++) {
                nanos[i] = JavakdbTime.nanos(instants[i]);
            }
        } catch (JavakdbException | NullPointerException e) {
            throw atRow(e, instants, i);
        }
        return nanos;
    }

    private static long[] nanos(c.Timespan... timespans) {
        long[] nanos = new long[timespans.length];
        int i = 0;
        try {
            for (; i < nanos.length; i++) {
                nanos[i] = timespans[i].j;
            }
        } catch (NullPointerException e) {
            throw atRow(e, timespans, i);
        }
        return nanos;
    }

    private static <T> int[] ints(T[] items, ToIntFunction<T> conversion) {
        int[] ints = new int[items.length];
        int i = 0;
        try {
            for (; i < ints.length; i++) {
                ints[i] = conversion.applyAsInt(items[i]);
            }
        } catch (JavakdbException | NullPointerException e) {
            throw atRow(e, items, i);
        }
        return ints;
    }

    private static <T, R> R required(T[] items, int i, Function<T, R> conversion) {
        if (items[i] == null) {
            throw atRow(new NullPointerException(), items, i);
        }
        try {
            return conversion.apply(items[i]);
        } catch (JavakdbException e) {
            throw atRow(e, items, i);
        }
    }

    /** Returns the failure of an item. A null item is found only when it fails, because the check would cost time. */
    private static RuntimeException atRow(RuntimeException failure, Object[] items, int i) {
        if (items[i] == null) {
            return new JavakdbException("null is no value of q: use c.NULL of the column's type").in("row " + i);
        }
        return failure instanceof JavakdbException e ? e.in("row " + i) : failure;
    }
}
