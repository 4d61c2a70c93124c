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
 * Rows as JSON objects and back, by column name. Both ways without a loss: see {@link JsonCell} for how each type is written.
 */
public final class RowsJson {
    private RowsJson() {}

    /**
     * Reads rows. A column that a row leaves out is null.
     *
     * @param rows JSON objects
     * @throws BadRowsException naming the row (from 0), the column, the value and the type it should have
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
     * Reads one value to compare a column with, as it stands in a row. Adds no symbol to the process: one that it does not have
     * equals none that a table has.
     *
     * @return a vector of one item
     * @throws IllegalArgumentException telling the value and what a column of the type takes
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

    /** Writes rows, one JSON object each. */
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
