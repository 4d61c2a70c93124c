package io.tickbus.store;

import io.tickbus.event.Failure;
import io.vertx.core.eventbus.ReplyException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** Counts the requests for a table and measures how long they take. Only the owner's thread uses this class. */
final class RequestStats {
    /**
     * Every 17th append is measured. Reading the clock for each append would slow down small batches. The number is
     * prime, so that a regular pattern of appends is measured evenly.
     */
    static final int APPENDS_PER_MEASURED = 17;
    /** The start time of an append that is not measured. */
    static final long UNMEASURED = Long.MIN_VALUE;

    /** The reason of refusals for which there is no {@link Failure}. */
    private static final String OTHER = "other";

    /** The reasons of refusals, one word each. */
    static final List<String> REASONS = Stream.concat(
                    Arrays.stream(Failure.values()).map(RequestStats::word), Stream.of(OTHER))
            .toList();

    private final Map<String, Long> refused = new HashMap<>();
    private long started;
    private long appends;
    private long appendedRows;
    private long measuredAppends;
    private long appendNs;
    private long queries;
    private long queryNs;

    /**
     * The counts at one moment.
     *
     * @param refused the number of refused requests for each reason
     * @param measuredAppends the number of appends whose time is in {@code appendNs}
     */
    record Counts(
            long appends,
            long appendedRows,
            Map<String, Long> refused,
            long measuredAppends,
            long appendNs,
            long queries,
            long queryNs) {}

    /**
     * Starts an append.
     *
     * @param rows the number of rows, or 1 if the number is not known; 0 for a control record or a request for the
     *     partition's position
     * @return the start time, for {@link #finishAppend}
     */
    long startAppend(int rows) {
        return rows > 0 && started++ % APPENDS_PER_MEASURED == 0 ? System.nanoTime() : UNMEASURED;
    }

    void finishAppend(long startNs) {
        if (startNs != UNMEASURED) {
            measuredAppends++;
            appendNs += System.nanoTime() - startNs;
        }
    }

    void appended(int rows) {
        appends += rows > 0 ? 1 : 0; // Requests for the partition's position have 0 rows.
        appendedRows += rows;
    }

    void refused(ReplyException reason) {
        String word = OTHER;
        for (Failure failure : Failure.values()) {
            word = failure.isCauseOf(reason) ? word(failure) : word;
        }
        refused.merge(word, 1L, Long::sum);
    }

    private static String word(Failure failure) {
        return failure.name().toLowerCase(Locale.ROOT);
    }

    void answered(long startNs) {
        queries++;
        queryNs += System.nanoTime() - startNs;
    }

    Counts counts() {
        return new Counts(appends, appendedRows, Map.copyOf(refused), measuredAppends, appendNs, queries, queryNs);
    }
}
