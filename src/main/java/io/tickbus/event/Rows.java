package io.tickbus.event;

import io.tickbus.q.Atom;
import io.tickbus.q.Flip;
import io.tickbus.q.IntVector;
import io.tickbus.q.QType;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

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
 * @param dayEnds how many days of this generation ended at {@code offset} or before it. For a query with op
 *     {@code last}, how many ended at {@code next} or before it. No row of a fetch request's reply is on the other side
 *     of the end of a day.
 * @param endedDay the day that ended at {@code offset}, if the reply tells the end of a day. The reply has no rows
 *     then, and {@code next} is the requested offset. Otherwise null.
 */
public record Rows(
        long offset,
        long next,
        Flip rows,
        long generation,
        long epoch,
        IntVector keyNumbers,
        long dayEnds,
        @Nullable LocalDate endedDay) {
    private static final IntVector NO_NUMBERS = new IntVector(QType.INT);
    private static final long NO_DAY = Long.MIN_VALUE;

    static final QCodec<Rows> CODEC = new QCodec<>(
            "tickbus.rows",
            Rows.class,
            reply -> List.of(
                    Atom.ofLong(reply.offset),
                    Atom.ofLong(reply.next),
                    reply.rows,
                    Atom.ofLong(reply.generation),
                    Atom.ofLong(reply.epoch),
                    reply.keyNumbers,
                    Atom.ofLong(reply.dayEnds),
                    Atom.ofLong(reply.endedDay == null ? NO_DAY : reply.endedDay.toEpochDay())),
            fields -> new Rows(
                    fields.longAt(0),
                    fields.longAt(1),
                    fields.flip(2),
                    fields.longAt(3),
                    fields.longAt(4),
                    (IntVector) fields.value(5),
                    fields.longAt(6),
                    fields.longAt(7) == NO_DAY ? null : LocalDate.ofEpochDay(fields.longAt(7))));

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
     * Creates rows of a table in which no day has ended.
     *
     * @param offset see {@link #offset}
     * @param next see {@link #next}
     * @param rows see {@link #rows}
     * @param generation see {@link #generation}
     * @param epoch see {@link #epoch}
     * @param keyNumbers see {@link #keyNumbers}
     */
    public Rows(long offset, long next, Flip rows, long generation, long epoch, IntVector keyNumbers) {
        this(offset, next, rows, generation, epoch, keyNumbers, 0, null);
    }

    /**
     * {@return these rows with the number of ended days}
     *
     * @param days see {@link #dayEnds}
     */
    public Rows withDayEnds(long days) {
        return new Rows(offset, next, rows, generation, epoch, keyNumbers, days, endedDay);
    }

    /**
     * Creates a reply that tells the end of a day.
     *
     * @param offset see {@link #offset}
     * @param next see {@link #next}
     * @param none the columns of the table, without rows
     * @param generation see {@link #generation}
     * @param epoch see {@link #epoch}
     * @param dayEnds see {@link #dayEnds}
     * @param day see {@link #endedDay}
     * @return the reply
     */
    public static Rows endOfDay(
            long offset, long next, Flip none, long generation, long epoch, long dayEnds, LocalDate day) {
        return new Rows(offset, next, none, generation, epoch, NO_NUMBERS, dayEnds, day);
    }

    /**
     * Returns the range of offsets, the generation and the epoch. At most 10 rows follow, in the form of
     * {@link Flip#toString}.
     */
    @Override
    public String toString() {
        String end = endedDay == null ? "" : ", where " + endedDay + " ended";
        return "offsets " + offset + " to " + next + " of generation " + generation + ", epoch " + epoch + end + "\n"
                + rows;
    }

    /**
     * {@return {@code {offset, next, rows: [...], generation, epoch, dayEnds}}} If the reply tells the end of a day,
     * {@code endedDay: "2026-12-01"} follows. If the rows have key numbers, {@code keyNumbers: [...]} follows.
     */
    public JsonObject toJson() {
        JsonObject json = new JsonObject()
                .put("offset", offset)
                .put("next", next)
                .put("rows", RowsJson.write(rows))
                .put("generation", generation)
                .put("epoch", epoch)
                .put("dayEnds", dayEnds);
        if (endedDay != null) {
            json.put("endedDay", endedDay.toString());
        }
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
