package io.tickbus.event;

import io.vertx.core.json.JsonObject;

/**
 * Something that was not applied.
 *
 * @param source the subscriber that got it, or the table verticle
 * @param topic the table it was for, empty when it named none
 * @param rows how many rows it held, 0 when that cannot be told
 */
public record Rejection(String source, String topic, String reason, long rows) {
    /** Reads what {@link #toJson} has written. */
    public static Rejection of(JsonObject json) {
        return new Rejection(
                json.getString("source"), json.getString("topic"), json.getString("reason"), json.getLong("rows", 0L));
    }

    public JsonObject toJson() {
        return new JsonObject()
                .put("source", source)
                .put("topic", topic)
                .put("reason", reason)
                .put("rows", rows);
    }
}
