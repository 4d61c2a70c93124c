package io.tickbus.event;

import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * Where a subscriber or the table verticle stands, published at each change of state and every {@link #PERIOD_MS}.
 *
 * @param part {@link #SUBSCRIBER} or {@link #TABLE}
 * @param name of the subscriber; {@code tables} of the table verticle
 * @param node that it runs on; of a table verticle and of a subscriber there may be one on several nodes, all but one STANDBY
 * @param epoch of the owner of the tables, as far as the part knows it; 0 when it knows of none
 * @param state such as LIVE
 * @param reason for the last change of state
 * @param received rows taken from q, less those that the owner refused
 * @param applied rows that are in the tables
 * @param rejected messages (a subscriber) or requests (the table verticle) that were not applied
 * @param lagMs the age of the oldest row received and not yet applied; as long as q may hold rows that there was no room
 *     for, how long ago that began: no row is older, and most are younger
 * @param gaps times that rows were missing and could not be had, since the start
 * @param inFlightRows rows sent to the tables and not acknowledged
 * @param inFlightBytes what those take in memory, about
 * @param shortfall of the owner the table that misses most rows; of a subscriber one that is refused
 * @param memory that the tables take, of an owner; else null
 */
public record Status(
        String part,
        String name,
        String node,
        long epoch,
        String state,
        String reason,
        long received,
        long applied,
        long rejected,
        long lagMs,
        long gaps,
        long inFlightRows,
        long inFlightBytes,
        Shortfall shortfall,
        @Nullable MemoryStatus memory) {
    /** Status of a part that has no tables and knows of no missing rows. */
    public Status(
            String part,
            String name,
            String node,
            long epoch,
            String state,
            String reason,
            long received,
            long applied,
            long rejected,
            long lagMs,
            long gaps,
            long inFlightRows,
            long inFlightBytes) {
        this(
                part,
                name,
                node,
                epoch,
                state,
                reason,
                received,
                applied,
                rejected,
                lagMs,
                gaps,
                inFlightRows,
                inFlightBytes,
                Shortfall.NONE,
                null);
    }

    /** Returns the status of a part that runs on another node: all its counts are 0, and it knows no owner. */
    public static Status standby(String part, String name, String node, String reason) {
        return new Status(part, name, node, 0, STANDBY, reason, 0, 0, 0, 0, 0, 0, 0);
    }

    /**
     * Returns the status of a table verticle, which has neither lag nor rows in flight.
     *
     * @param applied rows applied since the start; the table verticle receives no more than it applies
     */
    public static Status ofTables(
            String name,
            String node,
            long epoch,
            String state,
            String reason,
            long applied,
            long rejected,
            Shortfall shortfall,
            @Nullable MemoryStatus memory) {
        return new Status(
                TABLE, name, node, epoch, state, reason, applied, applied, rejected, 0, 0, 0, 0, shortfall, memory);
    }

    public static final String SUBSCRIBER = "subscriber";
    public static final String TABLE = "table";
    /** The state of a part that does what it is there for. */
    public static final String LIVE = "LIVE";
    /** The state of a part that is ready to take the place of the same on another node. */
    public static final String STANDBY = "STANDBY";

    public static final int PERIOD_MS = 500;

    /** Rows received and not yet applied. */
    public long lagRows() {
        return Math.max(0, received - applied);
    }

    public JsonObject toJson() {
        JsonObject json = new JsonObject()
                .put("part", part)
                .put("name", name)
                .put("node", node)
                .put("epoch", epoch)
                .put("state", state)
                .put("reason", reason)
                .put("received", received)
                .put("applied", applied)
                .put("rejected", rejected)
                .put("lagRows", lagRows())
                .put("lagMs", lagMs)
                .put("gaps", gaps)
                .put("inFlightRows", inFlightRows)
                .put("inFlightBytes", inFlightBytes)
                .put("missingTable", shortfall.table())
                .put("missingRows", shortfall.rows());
        return memory == null ? json : json.put("memory", memory.toJson());
    }

    public static Status of(JsonObject json) {
        JsonObject memory = json.getJsonObject("memory");
        return new Status(
                json.getString("part"),
                json.getString("name"),
                json.getString("node"),
                json.getLong("epoch"),
                json.getString("state"),
                json.getString("reason"),
                json.getLong("received"),
                json.getLong("applied"),
                json.getLong("rejected"),
                json.getLong("lagMs"),
                json.getLong("gaps"),
                json.getLong("inFlightRows"),
                json.getLong("inFlightBytes"),
                new Shortfall(json.getString("missingTable", ""), json.getLong("missingRows", 0L)),
                memory == null ? null : MemoryStatus.of(memory));
    }
}
