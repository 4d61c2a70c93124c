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
 */
public record Rows(long offset, long next, Flip rows) {
    static final QCodec<Rows> CODEC = new QCodec<>(
            "tickbus.rows",
            Rows.class,
            reply -> List.of(Atom.ofLong(reply.offset), Atom.ofLong(reply.next), reply.rows),
            fields -> new Rows(fields.longAt(0), fields.longAt(1), fields.flip(2)));

    /** {@code {offset, next, rows: [...]}}. */
    public JsonObject toJson() {
        return new JsonObject().put("offset", offset).put("next", next).put("rows", RowsJson.write(rows));
    }
}
