package io.tickbus.event;

import io.tickbus.q.Atom;
import io.tickbus.q.Flip;
import io.tickbus.q.IntVector;
import io.tickbus.q.QType;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/**
 * Rows of a table, as the owner's reply to a fetch request or a query.
 *
 * @param offset the requested offset of a fetch request; for a query, the first offset of the range in which the rows
 *     were found
 * @param next the offset for the next request. A keyed table returns only the last row of each key, so the rows may be
 *     fewer than {@code next - offset}.
 * @param rows the rows, with the columns of the table
 * @param generation the generation of the table. In another generation, or with another owner, an offset identifies
 *     another row.
 * @param epoch the owner's epoch
 * @param keyNumbers the number of each row's key. A table numbers its keys from 0, in the order in which they first
 *     arrived. The vector is empty if the table has no key or the request did not ask for the numbers.
 */
public record Rows(long offset, long next, Flip rows, long generation, long epoch, IntVector keyNumbers) {
    private static final IntVector NO_NUMBERS = new IntVector(QType.INT);

    static final QCodec<Rows> CODEC = new QCodec<>(
            "tickbus.rows",
            Rows.class,
            reply -> List.of(
                    Atom.ofLong(reply.offset),
                    Atom.ofLong(reply.next),
                    reply.rows,
                    Atom.ofLong(reply.generation),
                    Atom.ofLong(reply.epoch),
                    reply.keyNumbers),
            fields -> new Rows(
                    fields.longAt(0), fields.longAt(1), fields.flip(2), fields.longAt(3), fields.longAt(4), (IntVector)
                            fields.value(5)));

    /**
     * Creates rows without key numbers.
     *
     * @param offset see {@link #offset}
     * @param next see {@link #next}
     * @param rows see {@link #rows}
     * @param generation see {@link #generation}
     * @param epoch see {@link #epoch}
     */
    public Rows(long offset, long next, Flip rows, long generation, long epoch) {
        this(offset, next, rows, generation, epoch, NO_NUMBERS);
    }

    /**
     * Returns the range of offsets, the generation and the epoch. At most 10 rows follow, in the form of
     * {@link Flip#toString}.
     */
    @Override
    public String toString() {
        return "offsets " + offset + " to " + next + " of generation " + generation + ", epoch " + epoch + "\n" + rows;
    }

    /**
     * {@return {@code {offset, next, rows: [...], generation, epoch}}} If the rows have key numbers, {@code keyNumbers:
     * [...]} follows.
     */
    public JsonObject toJson() {
        JsonObject json = new JsonObject()
                .put("offset", offset)
                .put("next", next)
                .put("rows", RowsJson.write(rows))
                .put("generation", generation)
                .put("epoch", epoch);
        if (keyNumbers.size() > 0) {
            JsonArray numbers = new JsonArray();
            for (int i = 0; i < keyNumbers.size(); i++) {
                numbers.add(keyNumbers.at(i));
            }
            json.put("keyNumbers", numbers);
        }
        return json;
    }
}
