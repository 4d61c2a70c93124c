package io.tickbus.event;

import io.vertx.core.json.JsonObject;

/**
 * The memory that an owner's tables take, of what they may take.
 *
 * @param bytes taken now
 * @param bytesMax that may be taken
 * @param level {@link #NORMAL}, {@link #HIGH} or {@link #FULL}
 * @param takesRows whether rows get in: false while some wait for room or are refused for want of it
 * @param reason the same in words, with what is done about it
 */
public record MemoryStatus(long bytes, long bytesMax, String level, boolean takesRows, String reason) {
    /** Less than four fifths are taken. */
    public static final String NORMAL = "normal";
    /** Four fifths are taken, or were a moment ago. */
    public static final String HIGH = "high";
    /** Rows have left early, wait or are refused, since there was no room. */
    public static final String FULL = "full";

    /** {@code {bytes, bytesMax, level, takesRows, reason}}. */
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
