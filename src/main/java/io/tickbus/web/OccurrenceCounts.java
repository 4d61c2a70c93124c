package io.tickbus.web;

import io.tickbus.event.JsonNumber;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * Counts occurrences by key, for {@link EventHistory} and {@link RejectionHistory}. When there are more than {@link
 * #KEYS_MAX} keys, the least recently counted key is removed. Only one thread uses an object of this class.
 *
 * @param <K> the key that identifies equal occurrences
 */
final class OccurrenceCounts<K> {
    static final int KEYS_MAX = 100;

    /**
     * The counts of one key.
     *
     * @param count number of occurrences
     * @param rows number of rows in all occurrences, as far as known
     * @param last time of the last occurrence
     * @param order sequence number of the last occurrence, counted over all keys
     */
    private record Count(long count, long rows, Instant last, long order) {
        Count and(Count other) {
            return new Count(count + other.count, rows + other.rows, other.last, other.order);
        }
    }

    private final Map<K, Count> counts = new HashMap<>();
    private long occurrences;

    void add(K key, long rows, Instant at) {
        counts.merge(key, new Count(1, rows, at, occurrences++), Count::and);
        if (counts.size() > KEYS_MAX) {
            counts.entrySet().stream()
                    .min(Comparator.comparingLong(entry -> entry.getValue().order))
                    .map(Map.Entry::getKey)
                    .ifPresent(counts::remove);
        }
    }

    /**
     * Returns one JSON object per key, with {@code count}, {@code rows} and {@code last}. The key with the latest
     * occurrence is first.
     *
     * @param description creates the JSON object of a key, with the fields that identify the key
     */
    JsonArray toJson(Function<K, JsonObject> description) {
        JsonArray all = new JsonArray();
        counts.entrySet().stream()
                .sorted(Comparator.comparingLong(entry -> -entry.getValue().order))
                .forEach(entry -> all.add(description
                        .apply(entry.getKey())
                        .put("count", JsonNumber.whole(entry.getValue().count))
                        .put("rows", JsonNumber.whole(entry.getValue().rows))
                        .put("last", entry.getValue().last.toString())));
        return all;
    }
}
