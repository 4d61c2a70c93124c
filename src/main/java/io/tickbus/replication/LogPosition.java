package io.tickbus.replication;

import io.tickbus.event.WireFields;
import io.tickbus.q.Atom;
import io.tickbus.q.GeneralList;
import io.tickbus.q.Value;

/**
 * A position in a tickerplant's log, counted in rows of one topic. Per table the order of the rows is that of the log, in
 * zero-latency and in batch mode, so the number of rows says what a partition has and what it misses. The digest proves that the
 * log is still the one that the rows are from.
 *
 * @param log the log's name as the tickerplant tells it; empty for rows that no log has
 * @param rows of the topic that the partition has from the start of the log, after its own filter; {@link #UNKNOWN} when rows
 *     are missing before and their number is not known
 * @param digest of those rows, of {@link io.tickbus.q.RowDigests}; 0 without rows, and where only the owner knows it
 * @param follows whether the log is the one that began when {@code log} ended, and whose own name is not known yet
 */
public record LogPosition(String log, long rows, long digest, boolean follows) {
    public static final long UNKNOWN = -1;

    /** The place of a partition that has not brought anything. */
    public static final LogPosition START = new LogPosition("", 0);

    /** The place of a partition of which nothing is known. */
    public static final LogPosition NOWHERE = new LogPosition("", UNKNOWN);

    public LogPosition(String log, long rows) {
        this(log, rows, 0, false);
    }

    /** The start of the log that began when another ended. */
    public static LogPosition startAfter(String log) {
        return new LogPosition(log, 0, 0, true);
    }

    /** Whether nothing is missing before it. */
    public boolean isKnown() {
        return rows != UNKNOWN;
    }

    /** The place in the same log behind other rows. */
    public LogPosition at(long otherRows, long otherDigest) {
        return new LogPosition(log, otherRows, otherDigest, follows);
    }

    /** Returns the place in the same log where rows are missing and their number is not known. */
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
