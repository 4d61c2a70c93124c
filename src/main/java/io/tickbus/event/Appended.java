package io.tickbus.event;

import io.tickbus.q.Atom;
import io.vertx.core.json.JsonObject;
import java.util.List;

/**
 * The owner's acknowledgement.
 *
 * @param offset of the first row applied, or the next offset when there was none
 * @param rows applied
 * @param position that the partition's next row has; 0 for rows without a partition
 * @param refused rows of the partition that were refused since it was opened: their positions are taken, they are not in the table
 */
public record Appended(long offset, int rows, long position, long refused) {
    static final QCodec<Appended> CODEC = new QCodec<>(
            "tickbus.appended",
            Appended.class,
            reply -> List.of(
                    Atom.ofLong(reply.offset),
                    Atom.ofLong(reply.rows),
                    Atom.ofLong(reply.position),
                    Atom.ofLong(reply.refused)),
            fields -> new Appended(fields.longAt(0), (int) fields.longAt(1), fields.longAt(2), fields.longAt(3)));

    /** Of a partition that has had no row refused, or of none. */
    public Appended(long offset, int rows, long position) {
        this(offset, rows, position, 0);
    }

    /** {@code {offset, rows}}, the reply to rows that came as JSON. */
    public JsonObject toJson() {
        return new JsonObject().put("offset", offset).put("rows", rows);
    }
}
