package io.tickbus.event;

import io.tickbus.q.Atom;
import io.tickbus.q.Flip;
import io.vertx.core.json.JsonObject;
import java.util.List;

/**
 * Rows of a table, as a reply.
 *
 * @param offset the requested offset, or the offset of the first row
 * @param next the offset for the next request. A keyed table gives only the last row of each key, so there may be fewer rows
 *     than {@code next - offset}.
 * @param generation the generation of the table. An offset means another row in another generation, or under another owner.
 * @param epoch the owner's epoch
 */
public record Rows(long offset, long next, Flip rows, long generation, long epoch) {
    static final QCodec<Rows> CODEC = new QCodec<>(
            "tickbus.rows",
            Rows.class,
            reply -> List.of(
                    Atom.ofLong(reply.offset),
                    Atom.ofLong(reply.next),
                    reply.rows,
                    Atom.ofLong(reply.generation),
                    Atom.ofLong(reply.epoch)),
            fields -> new Rows(fields.longAt(0), fields.longAt(1), fields.flip(2), fields.longAt(3), fields.longAt(4)));

    /** Returns the range of offsets, the generation, the epoch, and at most 10 rows as a table; see {@link Flip#toString}. */
    @Override
    public String toString() {
        return "offsets " + offset + " to " + next + " of generation " + generation + ", epoch " + epoch + "\n" + rows;
    }

    /** Returns {@code {offset, next, rows: [...], generation, epoch}}. */
    public JsonObject toJson() {
        return new JsonObject()
                .put("offset", offset)
                .put("next", next)
                .put("rows", RowsJson.write(rows))
                .put("generation", generation)
                .put("epoch", epoch);
    }
}
