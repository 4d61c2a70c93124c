package io.tickbus.store;

import io.tickbus.event.Rows;
import io.tickbus.store.DayEnds.DayEnd;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.json.JsonObject;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A fetch request: {@code {offset, rowsMax, waitMs, keyNumbers, dayEnds, dayEndsFrom}}. Immutable.
 *
 * @param waitMs how long the request waits for a row at the offset, in ms
 * @param numbersKeys true if the rows of a keyed table have {@link Rows#keyNumbers}
 * @param dayEnds how many ends of days the reader knows, as {@link Rows#dayEnds} has told it; {@link #UNKNOWN} if the
 *     request does not say so
 * @param dayEndsFrom the reader knows all ends of days before this offset; {@link #UNKNOWN} if the request does not say
 *     so. Readers that begin at an offset use it. A reader that sets neither field is not told ends of days.
 */
record FetchRequest(long offset, int rowsMax, long waitMs, boolean numbersKeys, long dayEnds, long dayEndsFrom) {
    static final long UNKNOWN = -1;

    private static final int ROWS_MAX_DEFAULT = 1000;
    private static final Set<String> FIELDS =
            Set.of("offset", "rowsMax", "waitMs", "keyNumbers", "dayEnds", "dayEndsFrom");

    /**
     * Reads a request.
     *
     * @throws ReplyException if the request is malformed
     */
    static FetchRequest of(JsonObject body, int fetchRowsMax, int fetchWaitMsMax) {
        FetchRequest request = new FetchRequest(
                RequestFields.whole(body, "offset", 0, 0, Long.MAX_VALUE),
                (int) RequestFields.whole(body, "rowsMax", Math.min(ROWS_MAX_DEFAULT, fetchRowsMax), 1, fetchRowsMax),
                RequestFields.whole(body, "waitMs", 0, 0, fetchWaitMsMax),
                RequestFields.flag(body, "keyNumbers"),
                RequestFields.whole(body, "dayEnds", UNKNOWN, 0, Long.MAX_VALUE),
                RequestFields.whole(body, "dayEndsFrom", UNKNOWN, 0, Long.MAX_VALUE));
        RequestFields.requireNoOther(body, FIELDS);
        return request;
    }

    /** Returns the first end of a day at the offset or before it that the reader does not know, or null. */
    @Nullable
    DayEnd untold(DayEnds ends) {
        DayEnd next = null;
        if (dayEnds != UNKNOWN) {
            next = ends.following(dayEnds);
        } else if (dayEndsFrom != UNKNOWN) {
            next = ends.firstFrom(dayEndsFrom);
        }
        return next != null && next.offset() <= offset ? next : null;
    }
}
