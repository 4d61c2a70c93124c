package io.tickbus.event;

import io.tickbus.q.Atom;
import io.tickbus.q.GeneralList;
import io.tickbus.q.Value;

/**
 * A place in a tickerplant's log, told in rows of one topic. Per table the order of the rows is that of the log, in zero-latency
 * and in batch mode, and so this says what a partition has and what it misses.
 *
 * @param log the log's name as the tickerplant tells it; empty when it never told one
 * @param rows of the topic that the partition has from the start of the log, after its own filter; {@link #UNKNOWN} when rows
 *     are missing before, and nobody can tell how many
 * @param follows whether the log is the one that began when {@code log} ended, and whose own name nobody has told yet
 */
public record LogPlace(String log, long rows, boolean follows) {
    public static final long UNKNOWN = -1;

    /** No place at all: of a partition that nothing is known of. */
    public static final LogPlace NOWHERE = new LogPlace("", UNKNOWN);

    public LogPlace(String log, long rows) {
        this(log, rows, false);
    }

    /** Whether nothing is missing before it. */
    public boolean isKnown() {
        return rows != UNKNOWN;
    }

    /** The place behind some more rows. */
    public LogPlace plus(int more) {
        return isKnown() ? new LogPlace(log, rows + more, follows) : this;
    }

    /** The same log, where rows are missing, and nobody knows how many. */
    public LogPlace unknown() {
        return new LogPlace(log, UNKNOWN, follows);
    }

    Value toValue() {
        return new GeneralList(Atom.symbol(log), Atom.ofLong(rows), Atom.ofBoolean(follows));
    }

    static LogPlace of(Value value) {
        Fields fields = new Fields((GeneralList) value);
        return new LogPlace(fields.symbol(0), fields.longAt(1), fields.longAt(2) != 0);
    }
}
