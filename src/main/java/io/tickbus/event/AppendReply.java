package io.tickbus.event;

import io.tickbus.q.Atom;
import io.vertx.core.json.JsonObject;
import java.util.List;

/**
 * The reply to rows that the owner has applied, or that a subscriber has sent to its tickerplant.
 *
 * @param offset the offset of the first applied row. If no row was applied, it is the table's next offset. If the rows
 *     were sent to the tickerplant, it is {@link #NO_OFFSET}.
 * @param rows the number of rows that were applied, or sent to the tickerplant
 * @param position the position of the partition's next row; 0 if an application sent the rows
 * @param refused the number of rows that the owner has refused since the partition was opened. Refused rows have
 *     positions, but the table does not have them.
 * @param epoch the owner's epoch
 */
public record AppendReply(long offset, int rows, long position, long refused, long epoch) {
    /**
     * The value of {@link #offset} for rows that were sent to the tickerplant. The rows get an offset after the
     * tickerplant has published them and the owner has applied them.
     */
    public static final long NO_OFFSET = -1;

    static final QCodec<AppendReply> CODEC = new QCodec<>(
            "tickbus.appended",
            AppendReply.class,
            reply -> List.of(
                    Atom.ofLong(reply.offset),
                    Atom.ofLong(reply.rows),
                    Atom.ofLong(reply.position),
                    Atom.ofLong(reply.refused),
                    Atom.ofLong(reply.epoch)),
            fields -> new AppendReply(
                    fields.longAt(0), (int) fields.longAt(1), fields.longAt(2), fields.longAt(3), fields.longAt(4)));

    /** {@return {@code {offset, rows, epoch}}, the reply to rows in JSON} {@link #NO_OFFSET} becomes null. */
    public JsonObject toJson() {
        return new JsonObject()
                .put("offset", offset == NO_OFFSET ? null : offset)
                .put("rows", rows)
                .put("epoch", epoch);
    }
}
