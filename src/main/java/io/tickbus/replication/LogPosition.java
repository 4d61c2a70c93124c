package io.tickbus.replication;

import io.tickbus.event.WireFields;
import io.tickbus.q.Atom;
import io.tickbus.q.GeneralList;
import io.tickbus.q.Value;

/**
 * A position in a tickerplant's log, counted in rows of one topic. The rows of a topic have the same order in the log
 * and in the table, both in zero-latency mode and in batch mode. The number of rows therefore shows which rows a
 * partition lacks. The digest proves that the rows come from this log. Immutable.
 *
 * @param log the log's name, as the tickerplant reports it; empty if the rows come from no log
 * @param rows the number of the topic's rows from the start of the log to this position, after the subscriber's filter;
 *     {@link #UNKNOWN} if an unknown number of these rows is missing
 * @param digest the digest of these rows, as {@link io.tickbus.q.RowDigests} computes it; 0 if there are no rows or
 *     only the owner knows the digest
 * @param follows true if {@code log} is the name of the previous log, because the name of this log is still unknown
 */
public record LogPosition(String log, long rows, long digest, boolean follows) {
    /** The value of {@code rows} if the number of rows is unknown. */
    public static final long UNKNOWN = -1;

    /** The position of a partition without rows. */
    public static final LogPosition START = new LogPosition("", 0);

    /** The position of a partition about which nothing is known. */
    public static final LogPosition NOWHERE = new LogPosition("", UNKNOWN);

    /** Creates a position without a digest, in a log whose name is known. */
    public LogPosition(String log, long rows) {
        this(log, rows, 0, false);
    }

    /** Returns the start of the log that began when {@code log} ended. */
    public static LogPosition startAfter(String log) {
        return new LogPosition(log, 0, 0, true);
    }

    /** Returns whether the number of rows is known. A partition at a known position has all rows before it. */
    public boolean isKnown() {
        return rows != UNKNOWN;
    }

    /** Returns a position in the same log with another number of rows and another digest. */
    public LogPosition at(long otherRows, long otherDigest) {
        return new LogPosition(log, otherRows, otherDigest, follows);
    }

    /** Returns a position in the same log with an unknown number of rows. */
    public LogPosition unknown() {
        return at(UNKNOWN, 0);
    }

    Value toValue() {
        return new GeneralList(Atom.symbol(log), Atom.ofLong(rows), Atom.ofLong(digest), Atom.ofBoolean(follows));
    }

    static LogPosition of(Value value) {
        WireFields fields = new WireFields((GeneralList) value);
        return new LogPosition(fields.symbol(0), fields.longAt(1), fields.longAt(2), fields.longAt(3) != 0);
    }
}
