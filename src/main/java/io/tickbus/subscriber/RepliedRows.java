package io.tickbus.subscriber;

import io.tickbus.q.Flip;
import io.tickbus.q.RowDigests;
import io.tickbus.replication.LogPosition;
import io.tickbus.replication.PartitionState;

/**
 * Rows in the reply of a tickerplant without a log to a subscription. They are either all rows of the day or only the rows
 * that it publishes next, and the reply does not say which. A reply that begins with the table's first row is the day.
 *
 * @param newRows the rows that the table lacks
 * @param isContiguous whether the reply begins with the table's rows, so that no row is missing
 * @param replaceTable whether the rows replace the table's rows, because the table misses some and the reply has at least as
 *     many
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
