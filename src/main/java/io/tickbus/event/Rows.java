package io.tickbus.event;

import io.tickbus.q.Atom;
import io.tickbus.q.Flip;
import io.vertx.core.json.JsonObject;
import java.util.List;

/**
 * Rows read from a table.
 *
 * @param offset of the first row asked for
 * @param next what to ask for next; of a keyed table fewer than {@code next - offset} rows come, each the last of its key
 * @param generation of the table: offsets of another one, or of another owner's, are of other rows
 * @param epoch of the owner
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

    /** {@code {offset, next, rows: [...], generation, epoch}}. */
    public JsonObject toJson() {
        return new JsonObject()
                .put("offset", offset)
                .put("next", next)
                .put("rows", RowsJson.write(rows))
                .put("generation", generation)
                .put("epoch", epoch);
    }
}
