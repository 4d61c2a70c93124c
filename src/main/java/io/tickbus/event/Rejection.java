package io.tickbus.event;

import io.vertx.core.json.JsonObject;

/**
 * Rows or a request that were not applied, with the reason.
 *
 * @param source the name of the subscriber that received the rows or the request; {@link Status#TABLE} if a table
 *     verticle received them
 * @param topic the table's name; empty if the message named no table
 * @param reason why the rows or the request were not applied
 * @param rows the number of rows; 0 if the number is unknown
 */
public record Rejection(String source, String topic, String reason, long rows) {
    /**
     * Reads the JSON that {@link #toJson} writes.
     *
     * @param json the JSON of one rejection
     * @return the rejection
     */
    public static Rejection of(JsonObject json) {
        return new Rejection(
                json.getString("source"), json.getString("topic"), json.getString("reason"), json.getLong("rows", 0L));
    }

    /** {@return {@code {source, topic, reason, rows}}} */
    public JsonObject toJson() {
        return new JsonObject()
                .put("source", source)
                .put("topic", topic)
                .put("reason", reason)
                .put("rows", rows);
    }
}
