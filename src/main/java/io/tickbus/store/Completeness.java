package io.tickbus.store;

import io.tickbus.replication.LogPosition;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The known gaps in the rows of a partition or of a table. Immutable.
 *
 * @param since the time of the first gap; null if no rows are missing
 * @param gaps the number of gaps
 * @param missingRows the number of missing rows in all gaps of known size
 * @param missingUnknown true if there is a gap of unknown size
 */
record Completeness(@Nullable Instant since, long gaps, long missingRows, boolean missingUnknown) {
    static final Completeness WHOLE = new Completeness(null, 0, 0, false);

    /**
     * Returns these gaps and one more gap.
     *
     * @param rows the number of missing rows, or {@link LogPosition#UNKNOWN}
     */
    Completeness withGap(long rows, Instant now) {
        boolean unknown = rows == LogPosition.UNKNOWN;
        return new Completeness(
                since == null ? now : since, gaps + 1, missingRows + (unknown ? 0 : rows), missingUnknown || unknown);
    }

    /** Returns the sum of these gaps and the gaps of another partition. */
    Completeness and(Completeness others) {
        return new Completeness(
                earlier(since, others.since),
                gaps + others.gaps,
                missingRows + others.missingRows,
                missingUnknown || others.missingUnknown);
    }

    /** Combines two counts of the gaps in the same rows. Returns the higher value of each number. */
    Completeness orWorse(Completeness other) {
        return new Completeness(
                earlier(since, other.since),
                Math.max(gaps, other.gaps),
                Math.max(missingRows, other.missingRows),
                missingUnknown || other.missingUnknown);
    }

    /** Returns whether there are fewer gaps or fewer missing rows than in an earlier count. */
    boolean isBetterThan(Completeness earlier) {
        return gaps < earlier.gaps || missingRows < earlier.missingRows || (earlier.missingUnknown && !missingUnknown);
    }

    private static @Nullable Instant earlier(@Nullable Instant one, @Nullable Instant other) {
        return one == null || (other != null && other.isBefore(one)) ? other : one;
    }

    /**
     * Adds {@code gaps}, {@code missingRows} and {@code missingUnknown} to a JSON object. If rows are missing, also
     * adds {@code incompleteSince}.
     */
    void describe(JsonObject table) {
        describeNumbers(table);
        if (since != null) {
            table.put("incompleteSince", since.toString());
        }
    }

    /** Adds {@code gaps}, {@code missingRows} and {@code missingUnknown} to a JSON object. */
    JsonObject describeNumbers(JsonObject json) {
        return json.put("gaps", gaps).put("missingRows", missingRows).put("missingUnknown", missingUnknown);
    }

    /** Adds {@code gapsBefore}, {@code missingRowsBefore} and {@code missingUnknownBefore} to a JSON object. */
    JsonObject describeBefore(JsonObject json) {
        return json.put("gapsBefore", gaps)
                .put("missingRowsBefore", missingRows)
                .put("missingUnknownBefore", missingUnknown);
    }
}
