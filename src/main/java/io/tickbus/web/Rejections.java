package io.tickbus.web;

import io.tickbus.event.Rejection;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;

/** What was rejected, each reason once with its count. For one thread. */
final class Rejections {
    private record Key(String source, String topic, String reason) {
        JsonObject toJson() {
            return new JsonObject().put("source", source).put("table", topic).put("reason", reason);
        }
    }

    private final Occurrences<Key> counts = new Occurrences<>();

    void take(Rejection rejection, Instant at) {
        counts.take(new Key(rejection.source(), rejection.topic(), rejection.reason()), rejection.rows(), at);
    }

    /** {@code [{source, table, reason, count, rows, last}]}, the latest first. */
    JsonArray toJson() {
        return counts.toJson(Key::toJson);
    }
}
