package io.tickbus.event;

import io.tickbus.q.Atom;
import io.vertx.core.json.JsonObject;
import java.util.List;

/**
 * The owner's acknowledgement of rows.
 *
 * @param offset the offset of the first applied row, or the next offset if no row was applied; {@link #NO_OFFSET} if the
 *     rows were sent to the tickerplant
 * @param rows the number of rows that were applied, or sent to the tickerplant
 * @param position the position of the partition's next row; 0 for rows of an application
 * @param refused the number of the partition's rows that were refused since it was opened. These rows have positions, but
 *     the table does not have them.
 * @param epoch the owner's epoch
 */
public record AppendReply(long offset, int rows, long position, long refused, long epoch) {
    /**
     * The offset in a reply for rows that were sent to the tickerplant. The rows get an offset when the subscriber receives
     * them.
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

    /**
     * Returns {@code {offset, rows, epoch}}, which is the reply to rows in JSON. The offset is null for {@link #NO_OFFSET}.
     */
    public JsonObject toJson() {
        return new JsonObject()
                .put("offset", offset == NO_OFFSET ? null : offset)
                .put("rows", rows)
                .put("epoch", epoch);
    }
}
