package io.tickbus.event;

import io.tickbus.q.Flip;
import io.tickbus.q.QType;
import io.tickbus.q.QVector;
import io.tickbus.q.Schema;
import io.tickbus.q.SymbolVector;
import io.tickbus.q.Symbols;
import io.tickbus.q.VectorBuilder;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Converts rows to JSON objects and back, without loss. The names of the columns are the names in the objects. {@link
 * JsonCell} describes the form of each type.
 */
public final class RowsJson {
    private RowsJson() {}

    /**
     * Reads rows. If a row lacks a column, its value is null.
     *
     * @param schema the columns of the table
     * @param rows JSON objects
     * @return the rows, with the columns in the order of the schema
     * @throws BadRowsException if a row does not fit the schema; the message names the row (from 0), the column, the
     *     value and the expected type
     */
    public static Flip read(Schema schema, List<?> rows) {
        List<VectorBuilder> builders = schema.builders(rows.size());
        for (int row = 0; row < rows.size(); row++) {
            Map<?, ?> cells = cells(rows.get(row), row);
            int found = 0;
            for (int i = 0; i < schema.width(); i++) {
                String column = schema.columns().get(i);
                if (!cells.containsKey(column)) {
                    builders.get(i).appendNull();
                    continue;
                }
                found++;
                Object cell = cells.get(column);
                try {
                    JsonCell.read(cell, builders.get(i));
                } catch (IllegalArgumentException reason) {
                    throw new BadRowsException("row " + row + ", column " + column + ": " + reason.getMessage());
                }
            }
            if (found < cells.size()) {
                throw unknownColumn(schema, cells, row);
            }
            if (found == 0) {
                throw new BadRowsException("row " + row + ": an object without columns; the table has " + schema);
            }
        }
        return schema.flip(builders);
    }

    /**
     * Reads one value that a query compares with a column. A symbol that is new to this process is not interned,
     * because no table can have it.
     *
     * @param type the type of the column
     * @param value a value of JSON, or null
     * @return a vector of one item
     * @throws IllegalArgumentException if the type cannot hold the value; the message names the value and the accepted
     *     values
     */
    public static QVector item(QType type, @Nullable Object value) {
        if (type == QType.SYMBOL && value != null) {
            return SymbolVector.ofIds(Symbols.known(JsonCell.symbol(value)));
        }
        VectorBuilder item = new VectorBuilder(type, 1);
        JsonCell.read(value, item);
        return item.build();
    }

    private static Map<?, ?> cells(Object row, int index) {
        if (row instanceof JsonObject object) {
            return object.getMap();
        }
        if (row instanceof Map<?, ?> map) {
            return map;
        }
        throw new BadRowsException("row " + index + ": " + row + " is no JSON object");
    }

    private static BadRowsException unknownColumn(Schema schema, Map<?, ?> cells, int row) {
        List<Object> unknown = new ArrayList<>(cells.keySet());
        unknown.removeAll(schema.columns());
        return new BadRowsException("row " + row + ": no column " + unknown.get(0) + "; the table has " + schema);
    }

    /**
     * {@return one JSON object for each row}
     *
     * @param rows the rows
     */
    public static JsonArray write(Flip rows) {
        JsonArray array = new JsonArray();
        for (int row = 0; row < rows.size(); row++) {
            JsonObject object = new JsonObject();
            for (int i = 0; i < rows.names().size(); i++) {
                object.put(rows.names().get(i), JsonCell.write(rows.column(i), row));
            }
            array.add(object);
        }
        return array;
    }
}
