package io.tickbus.web;

import io.tickbus.event.JsonNumber;
import io.tickbus.event.Rejection;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;

/** What was rejected, each reason once with its count. For one thread. */
final class Rejections {
    /** Of more, the one that came last the longest ago is forgotten. */
    static final int REASONS_MAX = 100;

    private final Map<Key, Count> counts = new HashMap<>();
    private long heard;

    private record Key(String source, String topic, String reason) {}

    /**
     * @param count messages or requests
     * @param rows in them, as far as that could be told
     * @param order rises from one that was heard to the next
     */
    private record Count(long count, long rows, Instant last, long order) {
        Count and(Count other) {
            return new Count(count + other.count, rows + other.rows, other.last, other.order);
        }
    }

    void take(Rejection rejection, Instant at) {
        Key key = new Key(rejection.source(), rejection.topic(), rejection.reason());
        counts.merge(key, new Count(1, rejection.rows(), at, heard++), Count::and);
        if (counts.size() > REASONS_MAX) {
            counts.entrySet().stream()
                    .min(Comparator.comparingLong(entry -> entry.getValue().order))
                    .map(Map.Entry::getKey)
                    .ifPresent(counts::remove);
        }
    }

    /** {@code [{source, table, reason, count, rows, last}]}, the latest first. */
    JsonArray toJson() {
        JsonArray all = new JsonArray();
        counts.entrySet().stream()
                .sorted(Comparator.comparingLong(entry -> -entry.getValue().order))
                .forEach(entry -> all.add(new JsonObject()
                        .put("source", entry.getKey().source)
                        .put("table", entry.getKey().topic)
                        .put("reason", entry.getKey().reason)
                        .put("count", JsonNumber.whole(entry.getValue().count))
                        .put("rows", JsonNumber.whole(entry.getValue().rows))
                        .put("last", entry.getValue().last.toString())));
        return all;
    }
}
