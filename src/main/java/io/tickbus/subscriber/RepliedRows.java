package io.tickbus.subscriber;

import io.tickbus.q.Flip;
import io.tickbus.q.RowDigests;
import io.tickbus.replication.LogPosition;
import io.tickbus.replication.PartitionState;

/**
 * Rows that a tickerplant without a log replied with to a subscription: the whole day as it has it, or only what it is about to
 * publish. The reply does not say which. One that begins with the table's first row is the day.
 *
 * @param toTake the rows that the table does not have
 * @param joinOn whether the reply begins with the rows that the table has, so that nothing is missing
 * @param replaceTable whether the rows take the place of those that the table has: some are missing there, and the reply has at
 *     least as many
 */
record RepliedRows(Flip toTake, boolean joinOn, boolean replaceTable) {
    static RepliedRows of(Flip replied, PartitionState here) {
        if (here.isNew() || replied.size() == 0) {
            return new RepliedRows(replied, false, false);
        }
        LogPosition logPosition = here.logPosition();
        if (logPosition.rows() > 0 && logPosition.rows() <= replied.size()) {
            int held = (int) logPosition.rows();
            if (digests(replied, held).last() == logPosition.digest()) {
                return new RepliedRows(replied.slice(held, replied.size() - held), true, false);
            }
        }
        boolean replaces = !logPosition.isKnown() && here.held() > 0 && replied.size() >= here.held();
        boolean isPartOfTable = here.rowDigests().startsLike(digests(replied, replied.size()));
        return new RepliedRows(isPartOfTable && !replaces ? replied.slice(0, 0) : replied, false, replaces);
    }

    private static RowDigests digests(Flip rows, int count) {
        RowDigests digests = new RowDigests();
        digests.append(rows, 0, count);
        return digests;
    }
}
