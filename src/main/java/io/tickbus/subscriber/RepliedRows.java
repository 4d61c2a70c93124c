package io.tickbus.subscriber;

import io.tickbus.q.Flip;
import io.tickbus.q.RowDigests;
import io.tickbus.replication.LogPosition;
import io.tickbus.replication.PartitionState;

/**
 * The rows in the reply to a subscription, if the tickerplant has no log. The reply has either all rows of the day or
 * only the rows that the tickerplant publishes next. The reply does not say which of the two it has. If the reply
 * begins with the table's rows, it has all rows of the day. {@link CatchUp} uses this class.
 *
 * @param newRows the rows that the table lacks
 * @param isContiguous true if the reply begins with the table's rows, and therefore no row is missing
 * @param replaceTable true if the replied rows replace the table's rows. The table then misses rows, and the reply has
 *     at least as many rows as the table.
 */
record RepliedRows(Flip newRows, boolean isContiguous, boolean replaceTable) {
    static RepliedRows of(Flip replied, PartitionState partitionState) {
        if (partitionState.isNew() || replied.size() == 0) {
            return new RepliedRows(replied, false, false);
        }
        LogPosition logPosition = partitionState.logPosition();
        if (logPosition.rows() > 0 && logPosition.rows() <= replied.size()) {
            int tableRows = (int) logPosition.rows();
            if (digests(replied, tableRows).last() == logPosition.digest()) {
                return new RepliedRows(replied.slice(tableRows, replied.size() - tableRows), true, false);
            }
        }
        boolean replacesTable =
                !logPosition.isKnown() && partitionState.held() > 0 && replied.size() >= partitionState.held();
        boolean isPartOfTable = partitionState.rowDigests().startsLike(digests(replied, replied.size()));
        return new RepliedRows(isPartOfTable && !replacesTable ? replied.slice(0, 0) : replied, false, replacesTable);
    }

    private static RowDigests digests(Flip rows, int count) {
        RowDigests digests = new RowDigests();
        digests.append(rows, 0, count);
        return digests;
    }
}
