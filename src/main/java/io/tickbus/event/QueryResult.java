package io.tickbus.event;

import io.tickbus.q.Atom;
import io.tickbus.q.Flip;
import io.tickbus.q.QDictionary;
import io.tickbus.q.Value;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/**
 * The result of a {@code select} in q's language.
 *
 * @param value a table, or a keyed table if the select groups rows
 * @param epoch the owner's epoch
 */
public record QueryResult(Value value, long epoch) {
    /**
     * The most rows of a result in JSON. The limit is necessary because the owner's thread writes all rows in one step.
     */
    public static final int JSON_ROWS_MAX = 10_000;

    static final QCodec<QueryResult> CODEC = new QCodec<>(
            "tickbus.answer",
            QueryResult.class,
            queryResult -> List.of(queryResult.value, Atom.ofLong(queryResult.epoch)),
            fields -> new QueryResult(fields.value(0), fields.longAt(1)));

    /** {@return the rows as one table} The key columns of a keyed table come first. */
    public Flip rows() {
        return value instanceof QDictionary groups ? groups.unkeyed() : (Flip) value;
    }

    /**
     * {@return {@code {rows: [...], keys: [name], epoch}}} The key columns come first in each row.
     *
     * @throws io.vertx.core.eventbus.ReplyException {@link Failure#LIMIT} for more than {@link #JSON_ROWS_MAX} rows
     */
    public JsonObject toJson() {
        boolean keyed = value instanceof QDictionary;
        Flip rows = rows();
        if (rows.size() > JSON_ROWS_MAX) {
            throw Failure.LIMIT.because(rows.size() + " rows as JSON, at most " + JSON_ROWS_MAX);
        }
        List<String> keys = keyed ? ((Flip) ((QDictionary) value).keys()).names() : List.of();
        return new JsonObject()
                .put("rows", RowsJson.write(rows))
                .put("keys", new JsonArray(keys))
                .put("epoch", epoch);
    }
}
