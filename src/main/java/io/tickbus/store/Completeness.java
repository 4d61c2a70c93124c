package io.tickbus.store;

import io.tickbus.replication.LogPosition;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What some rows are known to miss.
 *
 * @param since the time of the first gap; null when nothing is missing
 * @param missingRows in those gaps of which that is known
 * @param missingUnknown whether there are others
 */
record Completeness(@Nullable Instant since, long gaps, long missingRows, boolean missingUnknown) {
    static final Completeness WHOLE = new Completeness(null, 0, 0, false);

    /**
     * With another gap.
     *
     * @param rows that are missing, or {@link LogPosition#UNKNOWN}
     */
    Completeness withGap(long rows, Instant now) {
        boolean unknown = rows == LogPosition.UNKNOWN;
        return new Completeness(
                since == null ? now : since, gaps + 1, missingRows + (unknown ? 0 : rows), missingUnknown || unknown);
    }

    /** What these rows and others, of another partition, miss together. */
    Completeness and(Completeness others) {
        return new Completeness(
                earlier(since, others.since),
                gaps + others.gaps,
                missingRows + others.missingRows,
                missingUnknown || others.missingUnknown);
    }

    /** The worse of two accounts of the same rows, number by number. */
    Completeness orWorse(Completeness other) {
        return new Completeness(
                earlier(since, other.since),
                Math.max(gaps, other.gaps),
                Math.max(missingRows, other.missingRows),
                missingUnknown || other.missingUnknown);
    }

    /** Whether a gap, or a missing row, of an earlier account is not in this one. */
    boolean isBetterThan(Completeness earlier) {
        return gaps < earlier.gaps || missingRows < earlier.missingRows || (earlier.missingUnknown && !missingUnknown);
    }

    private static @Nullable Instant earlier(@Nullable Instant one, @Nullable Instant other) {
        return one == null || (other != null && other.isBefore(one)) ? other : one;
    }

    /** Adds {@code gaps}, {@code missingRows}, {@code missingUnknown}, and {@code incompleteSince} if there was a gap. */
    void describe(JsonObject table) {
        describeNumbers(table);
        if (since != null) {
            table.put("incompleteSince", since.toString());
        }
    }

    /** Adds {@code gaps}, {@code missingRows} and {@code missingUnknown}. */
    JsonObject describeNumbers(JsonObject json) {
        return json.put("gaps", gaps).put("missingRows", missingRows).put("missingUnknown", missingUnknown);
    }

    /** Adds {@code gapsBefore}, {@code missingRowsBefore} and {@code missingUnknownBefore}. */
    JsonObject describeBefore(JsonObject json) {
        return json.put("gapsBefore", gaps)
                .put("missingRowsBefore", missingRows)
                .put("missingUnknownBefore", missingUnknown);
    }
}
