package io.tickbus.event;

import io.tickbus.q.Atom;
import io.tickbus.q.Flip;
import io.tickbus.q.QDictionary;
import io.tickbus.q.Value;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/**
 * What a question in q's own text gives.
 *
 * @param value as q has it: a table, keyed where the question groups
 * @param epoch of the owner
 */
public record QueryResult(Value value, long epoch) {
    /** Rows that are written as JSON: all of them at once, on the owner's thread. */
    public static final int JSON_ROWS_MAX = 10_000;

    static final QCodec<QueryResult> CODEC = new QCodec<>(
            "tickbus.answer",
            QueryResult.class,
            queryResult -> List.of(queryResult.value, Atom.ofLong(queryResult.epoch)),
            fields -> new QueryResult(fields.value(0), fields.longAt(1)));

    /**
     * {@code {rows: [...], keys: [name], epoch}}; the columns of the key come first in a row.
     *
     * @throws io.vertx.core.eventbus.ReplyException {@link Failure#LIMIT} with more than {@link #JSON_ROWS_MAX} rows
     */
    public JsonObject toJson() {
        boolean keyed = value instanceof QDictionary;
        Flip rows = value instanceof QDictionary groups ? groups.unkeyed() : (Flip) value;
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
