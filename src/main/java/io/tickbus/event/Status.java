package io.tickbus.event;

import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * The status of a part. A part is a subscriber or a table verticle. Each part publishes its status when its state
 * changes, and every {@link #PERIOD_MS} ms.
 *
 * @param part {@link #SUBSCRIBER} or {@link #TABLE}
 * @param name the subscriber's name; {@code tables} for a table verticle
 * @param node the name of the part's node. If several nodes have this part, it is STANDBY on all nodes but one.
 * @param epoch the epoch of the tables' owner, as the part knows it; 0 if the part knows no owner
 * @param state the state, such as LIVE
 * @param reason the reason for the last change of the state
 * @param received number of rows received from q, without the rows that the owner refused
 * @param applied number of rows that were added to the tables
 * @param rejected the number of messages (subscriber) or requests (table verticle) that were not applied
 * @param lagMs the age of the oldest row that is received and not applied, in ms. While the subscriber has no room for
 *     q's rows, the lag is at least the time without room.
 * @param gaps the number of gaps since the start
 * @param inFlightRows number of rows that were sent to the tables and are not acknowledged
 * @param inFlightBytes the approximate memory of the rows in flight, in bytes
 * @param shortfall for a table verticle, the table with the most missing rows; for a subscriber, a table that
 *     the owner refuses
 * @param memory the memory of the owner's tables; null if the part is not the owner
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
    /**
     * Creates a status without missing rows, for a part that owns no tables.
     *
     * @param part see {@link #part}
     * @param name see {@link #name}
     * @param node see {@link #node}
     * @param epoch see {@link #epoch}
     * @param state see {@link #state}
     * @param reason see {@link #reason}
     * @param received see {@link #received}
     * @param applied see {@link #applied}
     * @param rejected see {@link #rejected}
     * @param lagMs see {@link #lagMs}
     * @param gaps see {@link #gaps}
     * @param inFlightRows see {@link #inFlightRows}
     * @param inFlightBytes see {@link #inFlightBytes}
     */
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

    /**
     * {@return the status of a part that is STANDBY on this node} Its counts are 0, and it knows no owner.
     *
     * @param part {@link #SUBSCRIBER} or {@link #TABLE}
     * @param name the name of the part
     * @param node the name of the node
     * @param reason why the part is on standby
     */
    public static Status standby(String part, String name, String node, String reason) {
        return new Status(part, name, node, 0, STANDBY, reason, 0, 0, 0, 0, 0, 0, 0);
    }

    /**
     * {@return the status of a table verticle} Its lag and its rows in flight are 0.
     *
     * @param name the name of the verticle
     * @param node the name of the node
     * @param epoch the epoch of the owner; 0 if none is known
     * @param state the state, such as LIVE
     * @param reason the reason for the last change of the state
     * @param applied number of rows applied since the start. The number of received rows is equal.
     * @param rejected the number of requests that were not applied
     * @param shortfall the table with the most missing rows
     * @param memory the memory of the tables; null if the part is not the owner
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

    /** The value of {@link #part} for a subscriber. */
    public static final String SUBSCRIBER = "subscriber";
    /** The value of {@link #part} for a table verticle. */
    public static final String TABLE = "table";
    /** The state of a part that works. */
    public static final String LIVE = "LIVE";
    /** The state of a part that is ready to replace the live part on another node. */
    public static final String STANDBY = "STANDBY";
    /** The state of a part that was stopped without a failure. */
    public static final String STOPPED = "STOPPED";

    /** The interval at which each part publishes its status, in ms. */
    public static final int PERIOD_MS = 500;

    /**
     * {@return whether two statuses come from one part on one node}
     *
     * @param other the other status
     */
    public boolean isOfSamePart(Status other) {
        return part.equals(other.part) && name.equals(other.name) && node.equals(other.node);
    }

    /** {@return the number of rows that were received and are not yet applied} */
    public long lagRows() {
        return Math.max(0, received - applied);
    }

    /**
     * {@return the JSON that parts publish} It also contains {@code lagRows}. The shortfall becomes
     * {@code missingTable} and {@code missingRows}.
     */
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

    /**
     * Reads the JSON that {@link #toJson} writes.
     *
     * @param json the JSON of one report
     * @return the status
     */
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
