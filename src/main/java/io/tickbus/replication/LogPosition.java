package io.tickbus.replication;

import io.tickbus.event.WireFields;
import io.tickbus.q.Atom;
import io.tickbus.q.GeneralList;
import io.tickbus.q.Value;

/**
 * A position in a tickerplant's log, counted in rows of one topic. The rows of each table have the same order in the log as
 * in the table, in zero-latency mode and in batch mode. The number of rows therefore shows which rows a partition has and
 * which rows it misses. The digest proves that the rows come from this log.
 *
 * @param log the log's name, as the tickerplant reports it; empty if the rows come from no log
 * @param rows the number of rows of the topic that the partition has from the start of the log, after the subscriber's
 *     filter; {@link #UNKNOWN} if an unknown number of earlier rows is missing
 * @param digest the digest of these rows, as {@link io.tickbus.q.RowDigests} computes it; 0 if there are no rows or only the
 *     owner knows the digest
 * @param follows true if this log began when {@code log} ended, and its own name is still unknown
 */
public record LogPosition(String log, long rows, long digest, boolean follows) {
    /** The number of rows if it is unknown. */
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

    /** Returns whether the partition has all rows before this position. */
    public boolean isKnown() {
        return rows != UNKNOWN;
    }

    /** Returns a position in the same log with another number of rows and another digest. */
    public LogPosition at(long otherRows, long otherDigest) {
        return new LogPosition(log, otherRows, otherDigest, follows);
    }

    /** Returns a position in the same log, before which an unknown number of rows is missing. */
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
