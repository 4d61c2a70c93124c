package io.tickbus.store;

import io.tickbus.q.Schema;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The partitions of a topic that bring other columns than the table's, and so nothing at all. As long as there is one, rows of an
 * unknown number are missing in the table. For the owner's thread.
 */
final class RefusedPartitions {
    private record Refusal(Schema brought, String reason, Instant since) {}

    private final Map<String, Refusal> byName = new TreeMap<>();

    /** Notes a refusal; returns whether it differs from the last one of the partition. */
    boolean add(String partition, Schema brought, String reason, Instant now) {
        Refusal before = byName.get(partition);
        Instant since = before == null ? now : before.since;
        byName.put(partition, new Refusal(brought, reason, since));
        return before == null || !before.reason.equals(reason);
    }

    /** Forgets the refusal of a partition, which fits now. */
    void remove(String partition) {
        byName.remove(partition);
    }

    /** Returns whether a partition was refused with these columns. */
    boolean isRefused(String partition, Schema schema) {
        Refusal refusal = byName.get(partition);
        return refusal != null && refusal.brought.equals(schema);
    }

    int count() {
        return byName.size();
    }

    /** Returns the time of the first refusal; null when there is none. */
    private @Nullable Instant since() {
        return byName.values().stream()
                .map(Refusal::since)
                .min(Instant::compareTo)
                .orElse(null);
    }

    /**
     * Adds to the description of a table that rows are missing: each refused partition is a gap of unknown size. {@code
     * refusedPartitions} says which and why.
     */
    void describe(JsonObject table) {
        Instant since = since();
        if (since == null) {
            return;
        }
        String before = table.getString("incompleteSince");
        boolean earlier = before == null || since.isBefore(Instant.parse(before));
        JsonArray all = new JsonArray();
        byName.forEach((name, refusal) -> all.add(new JsonObject()
                .put("partition", name)
                .put("reason", refusal.reason)
                .put("since", refusal.since.toString())));
        table.put("gaps", table.getLong("gaps") + count())
                .put("missingUnknown", true)
                .put("incompleteSince", earlier ? since.toString() : before)
                .put("refusedPartitions", all);
    }
}
