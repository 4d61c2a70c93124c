package io.tickbus.event;

import io.vertx.core.json.JsonObject;

/**
 * The memory of an owner's tables, and its limit.
 *
 * @param bytes the memory that the tables use now, in bytes
 * @param bytesMax the limit of this memory, in bytes
 * @param level {@link #NORMAL}, {@link #HIGH} or {@link #FULL}
 * @param takesRows true if the owner applies rows; false while rows wait or are refused because there is no room
 * @param reason a sentence for an operator: the level, and what the owner does about it
 */
public record MemoryStatus(long bytes, long bytesMax, String level, boolean takesRows, String reason) {
    /** The tables use less than 80 percent of the limit. */
    public static final String NORMAL = "normal";
    /** The tables have used at least 80 percent of the limit. The level stays until they use less than 70 percent. */
    public static final String HIGH = "high";
    /** The limit is reached. Rows were evicted before the end of their retention, or rows wait or are refused. */
    public static final String FULL = "full";

    /** {@return {@code {bytes, bytesMax, level, takesRows, reason}}} */
    public JsonObject toJson() {
        return new JsonObject()
                .put("bytes", bytes)
                .put("bytesMax", bytesMax)
                .put("level", level)
                .put("takesRows", takesRows)
                .put("reason", reason);
    }

    static MemoryStatus of(JsonObject json) {
        return new MemoryStatus(
                json.getLong("bytes"),
                json.getLong("bytesMax"),
                json.getString("level"),
                json.getBoolean("takesRows"),
                json.getString("reason"));
    }
}
