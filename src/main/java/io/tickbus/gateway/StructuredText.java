package io.tickbus.gateway;

import io.tickbus.q.Atom;
import io.tickbus.q.ConsoleText;
import io.tickbus.q.Flip;
import io.tickbus.q.FloatVector;
import io.tickbus.q.GeneralList;
import io.tickbus.q.QDictionary;
import io.tickbus.q.QType;
import io.tickbus.q.QVector;
import io.tickbus.q.RealVector;
import io.tickbus.q.SymbolVector;
import io.tickbus.q.Value;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Creates the JSON for the results window of VS Code. {@link VsCodeRequests} uses this class. For each column, the JSON
 * contains the items as console texts and the sort order of the items. Stateless and thread-safe.
 */
final class StructuredText {
    private StructuredText() {}

    static String of(Value value) {
        return new JsonObject()
                .put("count", TakeVerb.size(value))
                .put("columns", columns(value))
                .encode();
    }

    private static JsonArray columns(Value value) {
        if (value instanceof Flip table) {
            return columns(table, false);
        }
        if (value instanceof QDictionary dictionary) {
            return dictionary.isKeyedTable()
                    ? columns((Flip) dictionary.keys(), true).addAll(columns((Flip) dictionary.values(), false))
                    : new JsonArray()
                            .add(column("key", plural(dictionary.keys()), items(dictionary.keys()), true))
                            .add(column("values", plural(dictionary.values()), items(dictionary.values()), false));
        }
        boolean isText = value instanceof QVector chars && chars.type() == QType.CHAR;
        String type = value instanceof Atom atom ? atom.type().qName() : plural(value);
        return new JsonArray().add(column("values", type, isText ? new GeneralList(value) : items(value), false));
    }

    private static JsonArray columns(Flip table, boolean isKey) {
        JsonArray columns = new JsonArray();
        for (int i = 0; i < table.names().size(); i++) {
            columns.add(column(table.names().get(i), plural(table.column(i)), table.column(i), isKey));
        }
        return columns;
    }

    private static JsonObject column(String name, String type, QVector items, boolean isKey) {
        JsonArray values = new JsonArray();
        for (int i = 0; i < items.size(); i++) {
            values.add(ConsoleText.of(items.valueAt(i)));
        }
        JsonArray order = new JsonArray();
        IntStream.range(0, items.size()).boxed().sorted(order(items, values)).forEach(order::add);
        JsonObject column = new JsonObject()
                .put("name", name)
                .put("type", type)
                .put("values", values)
                .put("order", order);
        return isKey ? column.put("isKey", true) : column;
    }

    private static Comparator<Integer> order(QVector items, JsonArray texts) {
        if (items instanceof FloatVector || items instanceof RealVector) {
            return Comparator.comparing((Integer i) -> !items.isNull(i)).thenComparingDouble(items::doubleAt);
        }
        if (items instanceof SymbolVector symbols) {
            return Comparator.comparing(symbols::textAt);
        }
        return items instanceof GeneralList || items.type() == QType.GUID
                ? Comparator.comparing(texts::getString)
                : Comparator.comparingLong(items::longAt);
    }

    private static QVector items(Value value) {
        return value instanceof QVector vector
                ? vector
                : value instanceof Atom atom ? atom.item() : new GeneralList(value);
    }

    private static String plural(Value value) {
        if (!(value instanceof QVector vector)) {
            return value instanceof Flip ? "table" : value instanceof QDictionary ? "dictionary" : "unary";
        }
        return vector.type() == QType.LIST ? "general" : vector.type().qName() + "s";
    }
}
