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
 * Things that were heard, each once with its count. When there are too many, the one that came last the longest ago is forgotten.
 * For one thread.
 *
 * @param <K> what tells one from another
 */
final class OccurrenceCounts<K> {
    /** Things that are remembered. */
    static final int KEYS_MAX = 100;

    /**
     * @param count how often
     * @param rows in all of them, as far as that could be told
     * @param order rises from one that was heard to the next
     */
    private record Count(long count, long rows, Instant last, long order) {
        Count and(Count other) {
            return new Count(count + other.count, rows + other.rows, other.last, other.order);
        }
    }

    private final Map<K, Count> counts = new HashMap<>();
    private long heard;

    void add(K key, long rows, Instant at) {
        counts.merge(key, new Count(1, rows, at, heard++), Count::and);
        if (counts.size() > KEYS_MAX) {
            counts.entrySet().stream()
                    .min(Comparator.comparingLong(entry -> entry.getValue().order))
                    .map(Map.Entry::getKey)
                    .ifPresent(counts::remove);
        }
    }

    /**
     * Returns what each key's description is, with {@code count}, {@code rows} and {@code last}; the latest first.
     *
     * @param description a new object of each key
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
