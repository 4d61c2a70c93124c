package io.tickbus.replication;

import io.tickbus.event.WireFields;
import io.tickbus.q.Atom;
import io.tickbus.q.GeneralList;
import io.tickbus.q.Value;

/**
 * A position in a tickerplant's log, counted in rows of one topic. For each table the order of the rows is the order of the
 * log, in zero-latency mode and in batch mode. So the number of rows says what a partition has and what it misses. The digest
 * proves that the log is still the log that the rows came from.
 *
 * @param log the log's name, as the tickerplant reports it; empty for rows of no log
 * @param rows the rows of the topic that the partition has from the start of the log, after the subscriber's filter;
 *     {@link #UNKNOWN} if rows before are missing and their number is not known
 * @param digest the digest of these rows, see {@link io.tickbus.q.RowDigests}; 0 without rows, and where only the owner knows
 *     it
 * @param follows whether this is the log that began when {@code log} ended, and whose own name is not known yet
 */
public record LogPosition(String log, long rows, long digest, boolean follows) {
    /** A number of rows that is not known. */
    public static final long UNKNOWN = -1;

    /** The position of a partition without rows. */
    public static final LogPosition START = new LogPosition("", 0);

    /** The position of a partition about which nothing is known. */
    public static final LogPosition NOWHERE = new LogPosition("", UNKNOWN);

    /** Makes a position without a digest, in a log of which the name is known. */
    public LogPosition(String log, long rows) {
        this(log, rows, 0, false);
    }

    /** Returns the start of the log that began when {@code log} ended. */
    public static LogPosition startAfter(String log) {
        return new LogPosition(log, 0, 0, true);
    }

    /** Returns whether no row is missing before this position. */
    public boolean isKnown() {
        return rows != UNKNOWN;
    }

    /** Returns the position in the same log after other rows. */
    public LogPosition at(long otherRows, long otherDigest) {
        return new LogPosition(log, otherRows, otherDigest, follows);
    }

    /** Returns the position in the same log after an unknown number of missing rows. */
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
