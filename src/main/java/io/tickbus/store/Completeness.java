package io.tickbus.store;

import io.tickbus.event.LogPlace;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Which rows a generation of a table is known to miss. */
final class Completeness {
    private @Nullable Instant since;
    private long gaps;
    private long missingRows;
    private boolean missingUnknown;

    /**
     * Notes a gap.
     *
     * @param rows that are missing, or {@link LogPlace#UNKNOWN}
     * @return since when the table is incomplete
     */
    Instant gap(long rows, Instant now) {
        gaps++;
        if (rows == LogPlace.UNKNOWN) {
            missingUnknown = true;
        } else {
            missingRows += rows;
        }
        Instant first = since == null ? now : since;
        since = first;
        return first;
    }

    /** Adds {@code gaps}, {@code missingRows}, {@code missingUnknown}, and {@code incompleteSince} if there was a gap. */
    void describe(JsonObject table) {
        table.put("gaps", gaps).put("missingRows", missingRows).put("missingUnknown", missingUnknown);
        if (since != null) {
            table.put("incompleteSince", since.toString());
        }
    }
}
