package io.tickbus.store;

import io.tickbus.event.LogPlace;
import io.tickbus.event.Mark;
import io.tickbus.event.Opening;
import io.tickbus.event.Standing;
import io.tickbus.q.Flip;
import io.tickbus.q.RowDigests;
import io.tickbus.table.RowQueue;
import io.tickbus.table.Table;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * Where one partition of a topic stands: its position on the bus, its place in the tickerplant's log, and digests of the rows of
 * that log, which let the next session prove that the log is still the same. For the owner's thread.
 */
final class Partition {
    /** Runs of rows that may wait to be digested: where many partitions take turns in a table, each batch is one. */
    private static final int UNDIGESTED_RUNS_MAX = 1000;
    /** Rows that may wait: so many take the owner's thread less than a second when somebody asks. */
    private static final int UNDIGESTED_ROWS_MAX = 1 << 25;

    /** Rows that are digested at once when too many wait. */
    private static final int DIGESTED_ROWS_MAX = 1 << 16;

    private final String name;
    private Opening opening = Opening.NONE;
    private long next;
    private long refused;
    private LogPlace place = LogPlace.START;
    private RowDigests digests = new RowDigests();
    private final RowQueue undigested = new RowQueue();
    private long held; // since the log began
    private @Nullable LocalDate ended;
    private boolean hasEndedDays;

    Partition(String name) {
        this.name = name;
    }

    String name() {
        return name;
    }

    /** What its batches have to carry. */
    Opening opening() {
        return opening;
    }

    /** Opens the partition again. Batches that carry an earlier opening are refused from then on. */
    void open(long epoch) {
        opening = new Opening(epoch, opening.number() + 1);
    }

    /**
     * Goes on where a rebuild is given up. Where the partition stands in its log is not known then, and the subscriber has to ask:
     * what it sends under the present opening is refused, and cannot be joined on.
     *
     * @param before where it stood before the rebuild
     * @param rowsHeld that it has brought since that log began
     */
    void rebuildGivenUp(LogPlace before, long rowsHeld) {
        digestAll();
        next++;
        move(before.unknown());
        held = rowsHeld;
        open(opening.epoch());
    }

    /** The position of its next row or mark. */
    long next() {
        return next;
    }

    /** Rows whose positions are taken, and which are not in the table. */
    long refused() {
        return refused;
    }

    /** Where it stands in the log; its rows are not digested for that. */
    LogPlace placeWithoutDigest() {
        return place.isKnown() ? place.at(digests.rows() + undigested.rows(), 0) : place;
    }

    /** Returns whether it stands in a log, so that its rows can come again. */
    boolean hasLog() {
        return place.isKnown() && !place.log().isEmpty();
    }

    /** Returns whether it can be waited for at the end of a day: it has a log, or has ended a day before. */
    boolean endsDays() {
        return place.isKnown() && (hasEndedDays || !place.log().isEmpty());
    }

    /** The last day that it has ended; null when it has ended none. */
    @Nullable
    LocalDate ended() {
        return ended;
    }

    void end(LocalDate day) {
        ended = day;
        hasEndedDays = true;
    }

    /** Forgets the last day that it has ended. */
    void endNone() {
        ended = null;
    }

    /** @param rebuilding whether it has begun a generation of the table that it has not yet declared whole */
    Standing standing(boolean rebuilding) {
        digestAll();
        return new Standing(next, refused, place, digests.toVector(), held, rebuilding, opening);
    }

    /**
     * Advances behind rows that a table has taken. They are digested later, if the table keeps them.
     *
     * @param offset of the first
     */
    void took(Flip rows, Table table, long offset) {
        advance(rows.size());
        if (!place.isKnown()) {
            return;
        }
        if (offset < table.firstOffset()) {
            digestAll();
            digest(rows);
            return;
        }
        undigested.add(table, offset, rows.size());
        while (undigested.hasLeft(table)
                || undigested.runs() > UNDIGESTED_RUNS_MAX
                || undigested.rows() > UNDIGESTED_ROWS_MAX) {
            digest(undigested.poll(DIGESTED_ROWS_MAX));
        }
    }

    /**
     * Advances behind rows that the table will never have. The log has them as well, so they count in its digest.
     *
     * @param areRead false where this process has no room for their symbols: then the digest behind them is not known
     */
    void refused(Flip rows, boolean areRead) {
        refused += rows.size();
        advance(rows.size());
        if (place.isKnown()) {
            digestAll();
            if (areRead) {
                digests.append(rows);
            } else {
                digests.skip(rows.size());
            }
            place = place.at(digests.rows(), digests.last());
        }
    }

    private void advance(int rows) {
        next += rows;
        held += rows;
    }

    /**
     * Digests rows that wait for it.
     *
     * @return how many; {@code rowsMax} at most
     */
    int digest(int rowsMax) {
        int done = 0;
        while (done < rowsMax && !undigested.isEmpty()) {
            Flip rows = undigested.poll(rowsMax - done);
            digest(rows);
            done += rows.size();
        }
        return done;
    }

    private void digestAll() {
        while (!undigested.isEmpty()) {
            digest(undigested.poll(Integer.MAX_VALUE));
        }
    }

    private void digest(Flip rows) {
        digests.append(rows);
        place = place.at(digests.rows(), digests.last());
    }

    /** Advances behind a mark, and goes where it says. */
    void marked(Mark mark) {
        next++;
        if (!mark.movesPlace()) {
            return;
        }
        if (mark.place().rows() == 0) {
            undigested.clear(); // digests of another log begin
        }
        digestAll();
        move(mark.place());
    }

    /** A place that is ahead of the rows that are here cannot be proved later, and counts as unknown. */
    private void move(LogPlace to) {
        boolean sameLog =
                place.log().isEmpty() || place.follows() || place.log().equals(to.log());
        boolean isHere = sameLog && to.rows() > 0 && to.rows() <= place.rows();
        if (isHere && to.rows() == place.rows()) { // the log has got its name
            place = new LogPlace(to.log(), place.rows(), place.digest(), to.follows());
        } else if (isHere) {
            digests = digests.upTo(to.rows(), to.digest());
            place = to;
        } else {
            boolean begins = to.rows() == 0 || !sameLog; // else the digests of the first rows are still right
            digests = begins ? new RowDigests() : digests;
            place = to.rows() == 0 ? to : to.unknown();
            held = begins ? 0 : held;
        }
    }
}
