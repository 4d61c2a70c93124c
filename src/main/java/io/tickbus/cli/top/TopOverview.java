package io.tickbus.cli.top;

import io.tickbus.event.MemoryStatus;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The answer of a node to {@code GET /api/overview}. The texts contain no control characters, because a terminal would
 * execute them. A number is null if it is unknown.
 *
 * @param node the name of the node that answered
 * @param owner the owner of the tables; null if there is no owner
 * @param tablesError why the tables are unknown; empty if the tables are known
 */
public record TopOverview(
        String node,
        String since,
        @Nullable Owner owner,
        List<Subscriber> subscribers,
        List<Table> tables,
        String tablesError,
        List<Rejected> rejected) {
    /** @param memory describes a shortage of memory for the tables; empty if there is enough memory */
    record Owner(String node, @Nullable Long epoch, String memory) {}

    /**
     * @param silentSeconds seconds since the last report if the subscriber is silent; else 0
     * @param lastErrorAt time of the last error in ISO 8601; empty without an error
     */
    record Subscriber(
            String name,
            String node,
            String state,
            String reason,
            long silentSeconds,
            @Nullable Long rows,
            @Nullable Long rowsPerSecond,
            @Nullable Long lagRows,
            @Nullable Long lagMs,
            @Nullable Long inFlightRows,
            @Nullable Long rejected,
            @Nullable Long gaps,
            String lastErrorAt,
            String lastError) {}

    /**
     * @param missingUnknown true if further rows are missing and their number is unknown
     * @param rebuilds number of rebuilds; null if the owner does not count rebuilds
     * @param discardedRows number of rows that rebuilds removed and the log did not contain; null if the owner does not
     *     count these rows
     */
    record Table(
            String name,
            @Nullable Long rows,
            @Nullable Long rowsPerSecond,
            @Nullable Long missingRows,
            boolean missingUnknown,
            @Nullable Long rebuilds,
            @Nullable Long discardedRows) {}

    record Rejected(
            String source,
            String table,
            String reason,
            @Nullable Long count) {}

    public TopOverview {
        subscribers = List.copyOf(subscribers);
        tables = List.copyOf(tables);
        rejected = List.copyOf(rejected);
    }

    /**
     * Returns whether the rates of all tables are known. After a pause without requests, a node knows the rates only
     * from the second request on.
     */
    boolean hasRates() {
        return tables.stream().allMatch(table -> table.rowsPerSecond != null);
    }

    /**
     * Reads an overview from decoded JSON.
     *
     * @throws IllegalArgumentException if the value is not an overview
     */
    static TopOverview of(Object decoded) {
        if (!(decoded instanceof JsonObject json)) {
            throw new IllegalArgumentException("no object");
        }
        try {
            JsonObject owner = json.getJsonObject("owner");
            return new TopOverview(
                    text(json, "node"),
                    text(json, "since"),
                    owner == null ? null : new Owner(text(owner, "node"), whole(owner, "epoch"), shortage(owner)),
                    all(json, "subscribers", TopOverview::subscriber),
                    all(json, "tables", TopOverview::table),
                    text(json, "tablesError"),
                    all(json, "rejected", TopOverview::rejected));
        } catch (ClassCastException otherType) {
            throw new IllegalArgumentException(otherType);
        }
    }

    private static String shortage(JsonObject owner) {
        JsonObject memory = owner.getJsonObject("memory");
        return memory == null || text(memory, "level").equals(MemoryStatus.NORMAL) ? "" : text(memory, "reason");
    }

    private static Subscriber subscriber(JsonObject json) {
        JsonObject error = json.getJsonObject("lastError");
        Long silent = whole(json, "silentSeconds");
        return new Subscriber(
                text(json, "name"),
                text(json, "node"),
                text(json, "state"),
                text(json, "reason"),
                silent == null ? 0 : silent,
                whole(json, "rows"),
                whole(json, "rowsPerSecond"),
                whole(json, "lagRows"),
                whole(json, "lagMs"),
                whole(json, "inFlightRows"),
                whole(json, "rejected"),
                whole(json, "gaps"),
                error == null ? "" : text(error, "at"),
                error == null ? "" : text(error, "reason"));
    }

    private static Table table(JsonObject json) {
        return new Table(
                text(json, "table"),
                whole(json, "rows"),
                whole(json, "rowsPerSecond"),
                whole(json, "missingRows"),
                Boolean.TRUE.equals(json.getValue("missingUnknown")),
                whole(json, "rebuilds"),
                whole(json, "discardedRows"));
    }

    private static Rejected rejected(JsonObject json) {
        return new Rejected(text(json, "source"), text(json, "table"), text(json, "reason"), whole(json, "count"));
    }

    private static <T> List<T> all(JsonObject json, String key, Function<JsonObject, T> each) {
        JsonArray items = json.getJsonArray(key);
        if (items == null) {
            throw new IllegalArgumentException(key + " is missing");
        }
        return items.stream().map(item -> each.apply(object(item, key))).toList();
    }

    private static JsonObject object(@Nullable Object item, String key) {
        if (item instanceof JsonObject object) {
            return object;
        }
        throw new IllegalArgumentException(key + " has " + item + " in it");
    }

    /** Returns an integer, or null if the number is unknown. An integer above 2^53 is a string in JSON. */
    private static @Nullable Long whole(JsonObject json, String key) {
        Object value = json.getValue(key);
        if (value instanceof String text) {
            return Long.parseLong(text);
        }
        return value == null ? null : (Long) ((Number) value).longValue();
    }

    private static String text(JsonObject json, String key) {
        Object value = json.getValue(key);
        return value == null ? "" : printable(value.toString());
    }

    /**
     * Replaces unsafe characters with dots. These are control characters, other characters without a glyph, and
     * characters that change the direction of text.
     */
    static String printable(String text) {
        StringBuilder shown = new StringBuilder(text.length());
        text.codePoints()
                .map(point -> switch (Character.getType(point)) {
                    case Character.CONTROL,
                            Character.FORMAT,
                            Character.LINE_SEPARATOR,
                            Character.PARAGRAPH_SEPARATOR,
                            Character.SURROGATE,
                            Character.UNASSIGNED -> '.';
                    default -> point;
                })
                .forEach(shown::appendCodePoint);
        return shown.toString();
    }
}
