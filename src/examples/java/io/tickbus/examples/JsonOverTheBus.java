package io.tickbus.examples;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.Message;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** Appends and reads rows with JSON alone. Every member of the pipeline's cluster can do so, without Tickbus's classes. */
public final class JsonOverTheBus {
    private JsonOverTheBus() {}

    /** Appends a row and returns its offset. */
    static Future<Long> append(Vertx vertx, String sym, long n) {
        JsonObject row = new JsonObject().put("sym", sym).put("n", n);
        return vertx.eventBus()
                .<JsonObject>request("tickbus.table.note.append", row)
                .map(reply -> reply.body().getLong("offset"));
    }

    /** Returns the rows from an offset on. Waits up to ten seconds for the first of them. */
    static Future<JsonArray> fetch(Vertx vertx, long offset) {
        JsonObject request = new JsonObject().put("offset", offset).put("rowsMax", 1000).put("waitMs", 10_000);
        return vertx.eventBus()
                .<JsonObject>request("tickbus.table.note.fetch", request)
                .map(Message::body)
                .map(reply -> reply.getJsonArray("rows"));
    }
}
