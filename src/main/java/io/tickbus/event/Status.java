package io.tickbus.event;

import io.vertx.core.json.JsonObject;

/**
 * Where a subscriber or the table verticle stands, published at each change of state and every {@link #PERIOD_MS}.
 *
 * @param part {@link #SUBSCRIBER} or {@link #TABLE}
 * @param name of the subscriber; {@code tables} of the table verticle
 * @param state such as LIVE
 * @param reason for the last change of state
 * @param received rows taken from q, less those that the owner refused
 * @param applied rows that are in the tables
 * @param rejected messages (a subscriber) or requests (the table verticle) that were not applied
 * @param lagMs the age of the oldest row received and not yet applied
 * @param gaps times that rows were missing and could not be had, since the start
 * @param inFlightRows rows sent to the tables and not acknowledged
 * @param inFlightBytes what those take in memory, about
 */
public record Status(
        String part,
        String name,
        String state,
        String reason,
        long received,
        long applied,
        long rejected,
        long lagMs,
        long gaps,
        long inFlightRows,
        long inFlightBytes) {
    public static final String SUBSCRIBER = "subscriber";
    public static final String TABLE = "table";
    public static final int PERIOD_MS = 500;

    /** Of a part that has nothing on its way. */
    public Status(
            String part,
            String name,
            String state,
            String reason,
            long received,
            long applied,
            long rejected,
            long lagMs) {
        this(part, name, state, reason, received, applied, rejected, lagMs, 0, 0, 0);
    }

    /** Rows received and not yet applied. */
    public long lagRows() {
        return Math.max(0, received - applied);
    }

    public JsonObject toJson() {
        return new JsonObject()
                .put("part", part)
                .put("name", name)
                .put("state", state)
                .put("reason", reason)
                .put("received", received)
                .put("applied", applied)
                .put("rejected", rejected)
                .put("lagRows", lagRows())
                .put("lagMs", lagMs)
                .put("gaps", gaps)
                .put("inFlightRows", inFlightRows)
                .put("inFlightBytes", inFlightBytes);
    }

    public static Status of(JsonObject json) {
        return new Status(
                json.getString("part"),
                json.getString("name"),
                json.getString("state"),
                json.getString("reason"),
                json.getLong("received"),
                json.getLong("applied"),
                json.getLong("rejected"),
                json.getLong("lagMs"),
                json.getLong("gaps"),
                json.getLong("inFlightRows"),
                json.getLong("inFlightBytes"));
    }
}
