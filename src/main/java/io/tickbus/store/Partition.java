package io.tickbus.store;

import io.tickbus.event.LogPlace;
import io.tickbus.event.Mark;
import io.tickbus.event.Opening;
import io.tickbus.event.Standing;
import io.tickbus.q.Flip;
import io.tickbus.q.Vector;
import io.tickbus.q.VectorBuilder;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where one partition of a topic stands. */
final class Partition {
    /** Rows that may be kept for the sake of the last one; of more, that one is copied, so that the others can go. */
    static final int ROWS_KEPT_MAX = 64;

    private final String name;
    private final Flip none;
    private Opening opening = Opening.NONE;
    private long next;
    private long refused;
    private LogPlace place = LogPlace.NOWHERE;
    private Flip latest;
    private @Nullable LocalDate ended;

    /** @param none a table of no rows */
    Partition(String name, Flip none) {
        this.name = name;
        this.none = none;
        this.latest = none;
    }

    String name() {
        return name;
    }

    /** What its batches have to carry. */
    Opening opening() {
        return opening;
    }

    /** Opens it once more: who had opened it before brings nothing more. */
    void open(long epoch) {
        opening = new Opening(epoch, opening.number() + 1);
    }

    /** The position of its next row or mark. */
    long next() {
        return next;
    }

    /** Rows whose positions are taken, and which are not in the table. */
    long refused() {
        return refused;
    }

    LogPlace place() {
        return place;
    }

    /** The last day that it has ended; null when it has ended none. */
    @Nullable
    LocalDate ended() {
        return ended;
    }

    void end(LocalDate day) {
        ended = day;
    }

    /** Forgets the last day that it has ended. */
    void endNone() {
        ended = null;
    }

    /** @param rebuilding whether it has begun a generation of the table that it has not yet declared whole */
    Standing standing(boolean rebuilding) {
        int size = latest.size();
        return new Standing(next, refused, place, size == 0 ? none : latest.slice(size - 1, 1), rebuilding, opening);
    }

    void took(Flip rows) {
        advance(rows.size());
        latest = rows.size() > ROWS_KEPT_MAX ? copyOfLast(rows) : rows;
    }

    /** Takes the positions of rows that will never fit. The last of them is not kept, since nobody knows what is in it. */
    void refused(int rows) {
        advance(rows);
        refused += rows;
        latest = none;
    }

    private void advance(int rows) {
        next += rows;
        place = place.plus(rows);
    }

    /** Takes the position of a mark, and goes where it says; the last row is of no use at any other place. */
    void marked(Mark mark) {
        next++;
        LogPlace to = mark.place();
        boolean sameLog =
                place.log().isEmpty() || place.follows() || place.log().equals(to.log());
        if (!sameLog || place.rows() != to.rows()) {
            latest = none;
        }
        place = to;
    }

    private static Flip copyOfLast(Flip rows) {
        List<Vector> columns = new ArrayList<>(rows.columns().size());
        for (Vector column : rows.columns()) {
            VectorBuilder one = new VectorBuilder(column.type(), 1);
            one.append(column.slice(rows.size() - 1, 1));
            columns.add(one.build());
        }
        return new Flip(rows.names(), columns);
    }
}
