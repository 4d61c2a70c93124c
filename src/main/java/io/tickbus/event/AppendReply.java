package io.tickbus.event;

import io.tickbus.q.Atom;
import io.vertx.core.json.JsonObject;
import java.util.List;

/**
 * The owner's acknowledgement.
 *
 * @param offset of the first row applied, or the next offset when there was none; {@link #NO_OFFSET} when the rows went to the
 *     tickerplant
 * @param rows applied, or published
 * @param position that the partition's next row has; 0 for rows without a partition
 * @param refused rows of the partition that were refused since it was opened: their positions are taken, they are not in the table
 * @param epoch of the owner
 */
public record AppendReply(long offset, int rows, long position, long refused, long epoch) {
    /** Of rows that come back from the tickerplant, and are given an offset then. */
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

    /** {@code {offset, rows, epoch}}, the reply to rows that came as JSON; {@code offset} is null for {@link #NO_OFFSET}. */
    public JsonObject toJson() {
        return new JsonObject()
                .put("offset", offset == NO_OFFSET ? null : offset)
                .put("rows", rows)
                .put("epoch", epoch);
    }
}
