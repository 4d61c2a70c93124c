package io.tickbus.store;

import io.tickbus.event.Failure;
import io.vertx.core.eventbus.ReplyException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** What was asked of a table, and how long it took. For the owner's thread. */
final class RequestStats {
    /**
     * One append in so many is measured: looking at the clock twice would be felt by batches of one row. A prime, since those
     * that come in a pattern, such as subscribers in turn, would else be measured always or never.
     */
    static final int APPENDS_PER_MEASURED = 17;
    /** In place of a time, of what is not measured. */
    static final long UNMEASURED = Long.MIN_VALUE;

    /** Why a request was refused, where no {@link Failure} stands for it. */
    private static final String OTHER = "other";

    /** Every reason that a request can be refused for, a word each. */
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
     * As of now.
     *
     * @param refused requests, by reason, a word each
     * @param measuredAppends and how long they took, all together
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
     * Begins an append; gives when, for {@link #finishAppend}.
     *
     * @param rows as far as that can be told; with none it is a question for where a partition stands, or a mark
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
        appends += rows > 0 ? 1 : 0; // else it was a question for where a partition stands
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
