package io.tickbus.event;

import io.tickbus.q.Atom;
import io.tickbus.q.ByteVector;
import io.tickbus.q.ConsoleText;
import io.tickbus.q.EscapedText;
import io.tickbus.q.Flip;
import io.tickbus.q.GeneralList;
import io.tickbus.q.QDictionary;
import io.tickbus.q.QType;
import io.tickbus.q.QVector;
import io.tickbus.q.Value;
import io.tickbus.q.VectorBuilder;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Converts a value of a mixed column to JSON and back. Tables and dictionaries are only converted to JSON.
 * <ul>
 * <li>A string of q is an {@link EscapedText}.
 * <li>A vector of numbers is an array of numbers and nulls. An infinity is {@code "0W"}, or {@code "0w"} in a vector of
 * floats.
 * <li>A vector of booleans is an array of booleans. Any other JSON array is read as a general list.
 * <li>A table is an array of objects. The key columns come first.
 * <li>A dictionary is an object. If two keys have the same text, the dictionary is an array of {@code [key, value]}.
 * </ul>
 */
final class NestedJson {
    /**
     * The deepest nesting of arrays in one JSON value. It is well below {@link io.tickbus.q.wire.Decoder#DEPTH_MAX},
     * the limit for messages between nodes.
     */
    static final int NESTING_MAX = 32;

    private static final int KEY_CHARS_MAX = 1000;
    private static final Set<String> WHOLE_INFINITIES = Set.of(JsonCell.WHOLE_INFINITY, "-" + JsonCell.WHOLE_INFINITY);
    private static final Set<String> FLOAT_INFINITIES = Set.of(JsonCell.FLOAT_INFINITY, "-" + JsonCell.FLOAT_INFINITY);

    private NestedJson() {}

    static @Nullable Object write(Value value) {
        if (value instanceof Atom atom) {
            return JsonCell.write(atom.item(), 0);
        }
        if (value instanceof ByteVector bytes && bytes.type() == QType.CHAR) {
            return bytes.text();
        }
        if (value instanceof QVector vector) {
            JsonArray items = new JsonArray();
            for (int i = 0; i < vector.size(); i++) {
                items.add(JsonCell.write(vector, i));
            }
            return items;
        }
        if (value instanceof Flip table) {
            return RowsJson.write(table);
        }
        if (value instanceof QDictionary dictionary) {
            return dictionary.isKeyedTable() ? RowsJson.write(dictionary.unkeyed()) : write(dictionary);
        }
        return ConsoleText.line(value, KEY_CHARS_MAX);
    }

    private static Object write(QDictionary dictionary) {
        List<Value> keys = items(dictionary.keys());
        List<Value> values = items(dictionary.values());
        JsonObject object = new JsonObject();
        JsonArray pairs = new JsonArray();
        for (int i = 0; i < keys.size(); i++) {
            Object written = i < values.size() ? write(values.get(i)) : null;
            Object key = write(keys.get(i));
            object.put(key instanceof String text ? text : ConsoleText.line(keys.get(i), KEY_CHARS_MAX), written);
            pairs.add(new JsonArray().add(key).add(written));
        }
        return object.size() == keys.size() ? object : pairs;
    }

    /**
     * Returns the keys or the values of a dictionary as a list. If the keys or values are a table, each item is a table
     * of one row.
     */
    private static List<Value> items(Value side) {
        List<Value> items = new ArrayList<>();
        if (side instanceof QVector vector) {
            for (int i = 0; i < vector.size(); i++) {
                items.add(vector.valueAt(i));
            }
        } else if (side instanceof Flip rows) {
            for (int i = 0; i < rows.size(); i++) {
                items.add(rows.slice(i, 1));
            }
        } else {
            items.add(side);
        }
        return items;
    }

    /**
     * Reads a JSON value.
     *
     * @throws IllegalArgumentException if a mixed column cannot hold the value; the message names the value and the
     *     accepted values
     */
    static Value read(Object cell) {
        return read(cell, 1);
    }

    private static Value read(@Nullable Object cell, int depth) {
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
            return Atom.ofFloat(JsonCell.finite(number, QType.FLOAT.qName()));
        }
        if (cell instanceof JsonArray array) {
            return read(array.getList(), depth);
        }
        if (cell instanceof List<?> list) {
            if (depth > NESTING_MAX) {
                throw new IllegalArgumentException("arrays nested deeper than " + NESTING_MAX);
            }
            QVector numbers = numbers(list);
            return numbers != null ? numbers : vectorOf(list, depth);
        }
        throw JsonCell.mismatch(cell, "text, number, boolean or array of them");
    }

    /**
     * Returns a vector if all items are numbers, infinities or nulls, but not all are nulls. Returns null for any other
     * array.
     */
    private static @Nullable QVector numbers(List<?> list) {
        boolean floats = false;
        boolean any = false;
        for (Object item : list) {
            boolean whole = item instanceof Integer || item instanceof Long || WHOLE_INFINITIES.contains(text(item));
            boolean fraction = !whole && (item instanceof Number || FLOAT_INFINITIES.contains(text(item)));
            if (item != null && !whole && !fraction) {
                return null;
            }
            floats |= fraction;
            any |= whole || fraction;
        }
        if (!any) {
            return null;
        }
        VectorBuilder builder = new VectorBuilder(floats ? QType.FLOAT : QType.LONG, list.size());
        for (Object item : list) {
            boolean infinity = floats && item instanceof String;
            JsonCell.read(infinity ? text(item).replace('W', 'w') : item, builder);
        }
        return builder.build();
    }

    private static String text(@Nullable Object item) {
        return item instanceof String text ? text : "";
    }

    /** Returns a vector if all items are booleans. Returns a general list otherwise. */
    private static Value vectorOf(List<?> list, int depth) {
        List<Value> values = new ArrayList<>(list.size());
        Set<QType> types = EnumSet.noneOf(QType.class);
        for (Object item : list) {
            Value value = read(item, depth + 1);
            values.add(value);
            types.add(value instanceof Atom atom ? atom.type() : QType.LIST);
        }
        if (types.equals(EnumSet.of(QType.BOOLEAN))) {
            VectorBuilder builder = new VectorBuilder(QType.BOOLEAN, values.size());
            values.forEach(builder::append);
            return builder.build();
        }
        return new GeneralList(values.toArray(Value[]::new));
    }
}
