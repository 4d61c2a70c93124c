package io.tickbus.javakdb;

import com.kx.c;
import io.tickbus.q.Atom;
import io.tickbus.q.ByteVector;
import io.tickbus.q.ConsoleText;
import io.tickbus.q.ErrorValue;
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
import java.lang.reflect.Array;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.Arrays;
import java.util.UUID;
import java.util.function.IntFunction;

/** Converts values to javakdb's objects. Primitive arrays are shared if the vector has the whole array. Thread-safe. */
final class ToJavakdb {
    private ToJavakdb() {}

    static Object object(Value value) {
        if (value instanceof Flip table) {
            return flip(table);
        } else if (value instanceof QDictionary dictionary) {
            if (dictionary.sorted()) {
                throw new JavakdbException("javakdb has no sorted (step) dictionary: copy it without the attribute");
            }
            return new c.Dict(in("keys", dictionary.keys()), in("values", dictionary.values()));
        } else if (value instanceof Atom atom) {
            return Array.get(atom(atom), 0);
        } else if (value instanceof QVector vector) {
            return array(vector);
        }
        String kind = value instanceof ErrorValue ? "an error" : "a function";
        throw new JavakdbException(
                "javakdb has no object for " + kind + " of q, such as " + ConsoleText.line(value, ConsoleText.COLUMNS));
    }

    private static Object atom(Atom atom) {
        // As javakdb: an atom is one byte, whatever the encoding is.
        if (atom.item() instanceof ByteVector item && atom.type() == QType.CHAR) {
            return new char[] {(char) (item.at(0) & 0xFF)};
        }
        try {
            return array(atom.item());
        } catch (JavakdbException e) {
            throw e.ofAtom();
        }
    }

    private static Object in(String place, Value value) {
        try {
            return object(value);
        } catch (JavakdbException e) {
            throw e.in(place);
        }
    }

    static c.Flip flip(Flip table) {
        Object[] columns = new Object[table.columns().size()];
        for (int i = 0; i < columns.length; i++) {
            String place = "column " + table.names().get(i);
            columns[i] = in(place, table.column(i));
            int rows = Array.getLength(columns[i]);
            if (rows != table.size()) {
                throw new JavakdbException(place + ": " + table.size() + " chars are " + rows
                        + " characters in javakdb's encoding: call c.setEncoding(\"ISO-8859-1\"), its default");
            }
        }
        return new c.Flip(table.names().toArray(String[]::new), columns);
    }

    private static Object array(QVector vector) {
        if (vector instanceof LongVector items) {
            return longs(items);
        } else if (vector instanceof IntVector items) {
            return ints(items);
        } else if (vector instanceof FloatVector items) {
            return vector.type() == QType.DATETIME
                    ? objects(new LocalDateTime[items.size()], i -> JavakdbTime.dateTime(items.at(i)))
                    : isWhole(items, items.array().length)
                            ? items.array()
                            : Arrays.copyOfRange(items.array(), items.offset(), items.offset() + items.size());
        } else if (vector instanceof SymbolVector items) {
            return objects(new String[items.size()], i -> JavakdbText.symbol(items.idAt(i)));
        } else if (vector instanceof ByteVector items) {
            return bytes(items);
        } else if (vector instanceof ShortVector items) {
            return isWhole(items, items.array().length)
                    ? items.array()
                    : Arrays.copyOfRange(items.array(), items.offset(), items.offset() + items.size());
        } else if (vector instanceof RealVector items) {
            return isWhole(items, items.array().length)
                    ? items.array()
                    : Arrays.copyOfRange(items.array(), items.offset(), items.offset() + items.size());
        } else if (vector instanceof GuidVector items) {
            return objects(new UUID[items.size()], items::at);
        }
        GeneralList items = (GeneralList) vector;
        return objects(new Object[items.size()], i -> object(items.valueAt(i)));
    }

    private static Object longs(LongVector items) {
        return switch (items.type()) {
            case TIMESTAMP -> objects(new Instant[items.size()], i -> JavakdbTime.instant(items.at(i)));
            case TIMESPAN -> objects(new c.Timespan[items.size()], i -> new c.Timespan(items.at(i)));
            default ->
                isWhole(items, items.array().length)
                        ? items.array()
                        : Arrays.copyOfRange(items.array(), items.offset(), items.offset() + items.size());
        };
    }

    private static Object ints(IntVector items) {
        int size = items.size();
        return switch (items.type()) {
            case MONTH -> objects(new c.Month[size], i -> new c.Month(items.at(i)));
            case DATE -> objects(new LocalDate[size], i -> JavakdbTime.date(items.at(i)));
            case MINUTE -> objects(new c.Minute[size], i -> new c.Minute(items.at(i)));
            case SECOND -> objects(new c.Second[size], i -> new c.Second(items.at(i)));
            case TIME -> objects(new LocalTime[size], i -> JavakdbTime.time(items.at(i)));
            default ->
                isWhole(items, items.array().length)
                        ? items.array()
                        : Arrays.copyOfRange(items.array(), items.offset(), items.offset() + size);
        };
    }

    private static Object bytes(ByteVector items) {
        if (items.type() == QType.BYTE && isWhole(items, items.array().length)) {
            return items.array();
        }
        byte[] bytes = Arrays.copyOfRange(items.array(), items.offset(), items.offset() + items.size());
        if (items.type() == QType.BYTE) {
            return bytes;
        } else if (items.type() == QType.CHAR) {
            return JavakdbText.text(bytes).toCharArray();
        }
        boolean[] booleans = new boolean[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            booleans[i] = bytes[i] != 0;
        }
        return booleans;
    }

    private static boolean isWhole(QVector items, int arrayItems) {
        return items.offset() == 0 && items.size() == arrayItems;
    }

    private static <T> Object objects(T[] objects, IntFunction<T> conversion) {
        for (int i = 0; i < objects.length; i++) {
            try {
                objects[i] = conversion.apply(i);
            } catch (JavakdbException e) {
                throw e.in("row " + i);
            }
        }
        return objects;
    }
}
