package io.tickbus.store;

import io.tickbus.event.LogPlace;
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
     * @param rows that are missing, or {@link LogPlace#UNKNOWN}
     */
    Completeness withGap(long rows, Instant now) {
        boolean unknown = rows == LogPlace.UNKNOWN;
        return new Completeness(
                since == null ? now : since, gaps + 1, missingRows + (unknown ? 0 : rows), missingUnknown || unknown);
    }

    /** Adds {@code gaps}, {@code missingRows}, {@code missingUnknown}, and {@code incompleteSince} if there was a gap. */
    void describe(JsonObject table) {
        table.put("gaps", gaps).put("missingRows", missingRows).put("missingUnknown", missingUnknown);
        if (since != null) {
            table.put("incompleteSince", since.toString());
        }
    }
}
