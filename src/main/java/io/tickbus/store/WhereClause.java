package io.tickbus.store;

import io.tickbus.event.Failure;
import io.tickbus.event.RowsJson;
import io.tickbus.q.Flip;
import io.tickbus.q.QVector;
import io.tickbus.q.Schema;
import io.tickbus.query.Filter;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Decodes the field {@code where: {column: value}} of a query. The query then selects only rows that have all the given
 * values. {@link RowsJson} describes how values are written. Thread-safe.
 */
final class WhereClause {
    static final String FIELD = "where";

    private WhereClause() {}

    /**
     * Returns the filter of a request, or null if the request has none.
     *
     * @throws io.vertx.core.eventbus.ReplyException {@link Failure#BAD_REQUEST} if the filter is malformed; the message
     *     names the column and the value
     */
    static @Nullable Filter filter(Schema schema, JsonObject request) {
        Object where = request.getValue(FIELD);
        if (where == null) {
            return null;
        }
        if (!(where instanceof JsonObject wanted)) {
            throw Failure.BAD_REQUEST.because("where is " + where + "; {column: value} expected");
        }
        if (wanted.isEmpty()) {
            return null;
        }
        List<String> columns = new ArrayList<>(wanted.fieldNames());
        List<QVector> values = new ArrayList<>();
        for (String column : columns) {
            values.add(value(schema, column, wanted.getValue(column)));
        }
        return new Filter(schema, new Flip(columns, values));
    }

    private static QVector value(Schema schema, String column, @Nullable Object value) {
        int index = schema.columns().indexOf(column);
        if (index < 0) {
            throw Failure.BAD_REQUEST.because(
                    "where " + column + " is " + value + ": no such column; the table has " + schema);
        }
        try {
            QVector item = RowsJson.item(schema.types().get(index), value);
            if (value == null && !item.isNull(0)) {
                throw new IllegalArgumentException("no " + item.type() + " is null");
            }
            return item;
        } catch (IllegalArgumentException reason) {
            throw Failure.BAD_REQUEST.because("where, column " + column + ": " + reason.getMessage());
        }
    }
}
