package io.tickbus.web;

import io.tickbus.event.Rejection;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;

/**
 * Counts the rejected messages by source, table and reason, for {@link Overview}. Only the thread of the web verticle
 * uses this class.
 */
final class RejectionHistory {
    private record Key(String source, String topic, String reason) {
        JsonObject toJson() {
            return new JsonObject().put("source", source).put("table", topic).put("reason", reason);
        }
    }

    private final OccurrenceCounts<Key> counts = new OccurrenceCounts<>();

    void record(Rejection rejection, Instant at) {
        counts.add(new Key(rejection.source(), rejection.topic(), rejection.reason()), rejection.rows(), at);
    }

    /** Returns {@code [{source, table, reason, count, rows, last}]}. The entry with the latest rejection is first. */
    JsonArray toJson() {
        return counts.toJson(Key::toJson);
    }
}
