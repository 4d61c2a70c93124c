package io.tickbus.store;

import io.tickbus.event.Failure;
import io.vertx.core.eventbus.ReplyException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** Counts the requests on a table and measures their time. Owner's thread only. */
final class RequestStats {
    /**
     * Measures one of this many appends, because reading the clock twice would slow down batches of one row. The number
     * is prime: otherwise appends in a regular pattern, such as subscribers in turn, would be measured always or never.
     */
    static final int APPENDS_PER_MEASURED = 17;
    /** Stands for the start time of an append that is not measured. */
    static final long UNMEASURED = Long.MIN_VALUE;

    /** Reason of a refusal that no {@link Failure} describes. */
    private static final String OTHER = "other";

    /** All reasons of refusals, one word each. */
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
     * Counts at one moment.
     *
     * @param refused number of refused requests by reason
     * @param measuredAppends number of appends that {@code appendNs} is the total time of
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
     * @param rows number of rows, as far as known; 0 for a control record or a request for the partition's position
     * @return the start time for {@link #finishAppend}
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
        appends += rows > 0 ? 1 : 0; // 0 rows: a request for the partition's position
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
