package io.tickbus.web;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;

/**
 * Counts the events of tables. Equal events share one entry. {@link Overview} records events from the address {@link
 * io.tickbus.event.Addresses#EVENTS}. Only the thread of the web verticle uses this class.
 */
final class EventHistory {
    private record Key(String event, String table, String partition, String reason) {
        JsonObject toJson() {
            return new JsonObject()
                    .put("event", event)
                    .put("table", table)
                    .put("partition", partition)
                    .put("reason", reason);
        }
    }

    private final OccurrenceCounts<Key> counts = new OccurrenceCounts<>();

    void record(JsonObject event, Instant at) {
        Key key = new Key(text(event, "event"), text(event, "table"), text(event, "partition"), text(event, "reason"));
        counts.add(key, rows(event), at);
    }

    private static String text(JsonObject event, String field) {
        return event.getValue(field) instanceof String text ? text : "";
    }

    private static long rows(JsonObject event) {
        return event.getValue("rows") instanceof Number rows ? rows.longValue() : 0;
    }

    /**
     * Returns {@code [{event, table, partition, reason, count, rows, last}]}. The entry with the latest event is first.
     */
    JsonArray toJson() {
        return counts.toJson(Key::toJson);
    }
}
