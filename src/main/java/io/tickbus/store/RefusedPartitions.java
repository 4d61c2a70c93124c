package io.tickbus.store;

import io.tickbus.q.Schema;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The partitions of a topic that are refused, because their columns differ from the table's columns. While a partition
 * is refused, the table lacks an unknown number of rows. Only the owner's thread uses this class.
 */
final class RefusedPartitions {
    private record Refusal(Schema brought, String reason, Instant since) {}

    private final Map<String, Refusal> byName = new TreeMap<>();

    /** Records a refusal. Returns whether the reason is new for this partition. */
    boolean add(String partition, Schema brought, String reason, Instant now) {
        Refusal before = byName.get(partition);
        Instant since = before == null ? now : before.since;
        byName.put(partition, new Refusal(brought, reason, since));
        return before == null || !before.reason.equals(reason);
    }

    void remove(String partition) {
        byName.remove(partition);
    }

    /** Returns whether a partition was refused with the given columns. */
    boolean isRefused(String partition, Schema schema) {
        Refusal refusal = byName.get(partition);
        return refusal != null && refusal.brought.equals(schema);
    }

    int count() {
        return byName.size();
    }

    /** Returns the time of the earliest refusal, or null if no partition is refused. */
    private @Nullable Instant since() {
        return byName.values().stream()
                .map(Refusal::since)
                .min(Instant::compareTo)
                .orElse(null);
    }

    /**
     * Adds the refused partitions to the description of a table. Each partition counts as a gap of unknown size. The
     * names and the reasons are added to {@code refusedPartitions}.
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
