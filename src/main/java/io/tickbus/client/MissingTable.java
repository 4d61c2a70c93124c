package io.tickbus.client;

import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Measures how long the owner has lacked the table of a consumer. The time counts only while an owner replies that it
 * does not have the table. Without an owner nothing is known about the table. The consumer's context owns this object.
 */
final class MissingTable {
    /** The most table names in an error message. */
    static final int NAMES_MAX = 20;

    private final String table;
    private final int msMax;
    private long sinceNanos;
    private boolean isMissing;

    /** @param msMax how long the table may be missing, in ms; 0 for no limit */
    MissingTable(String table, int msMax) {
        this.table = table;
        this.msMax = msMax;
    }

    /**
     * Reads the owner's list of tables.
     *
     * @return the failure if the owner does not have the table; null if it has the table
     */
    @Nullable
    ReplyException check(@Nullable Object reply) {
        ReplyException failure = failure(table, reply);
        if (failure == null) {
            reset();
        } else if (!isMissing) {
            isMissing = true;
            sinceNanos = System.nanoTime();
        }
        return failure;
    }

    /** Returns whether the table has been missing for too long. */
    boolean isOverdue() {
        return isMissing && msMax > 0 && System.nanoTime() - sinceNanos >= TimeUnit.MILLISECONDS.toNanos(msMax);
    }

    /** Begins a new measurement, because the owner may have changed. */
    void reset() {
        isMissing = false;
    }

    /**
     * Returns the failure of a request for a table that the owner does not have.
     *
     * @param reply the reply of the owner to a request at {@link io.tickbus.event.Addresses#TABLES}
     * @return a failure that names the table and the tables of the owner; null if the owner has the table
     */
    static @Nullable ReplyException failure(String table, @Nullable Object reply) {
        List<String> names = reply instanceof JsonArray tables
                ? tables.stream()
                        .map(each -> each instanceof JsonObject one ? one.getString("table", "") : "")
                        .toList()
                : List.of();
        return names.contains(table)
                ? null
                : new ReplyException(
                        ReplyFailure.NO_HANDLERS, "the owner has no table " + table + "; it has " + text(names));
    }

    private static String text(List<String> names) {
        if (names.isEmpty()) {
            return "no table yet";
        }
        int more = names.size() - NAMES_MAX;
        return more > 0
                ? String.join(", ", names.subList(0, NAMES_MAX)) + " and " + more + " more"
                : String.join(", ", names);
    }
}
