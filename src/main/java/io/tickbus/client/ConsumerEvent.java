package io.tickbus.client;

import java.time.LocalDate;

/**
 * An event of a {@link TableConsumer}, other than the arrival of rows. {@code toString} returns a sentence for a log.
 */
public sealed interface ConsumerEvent {
    /**
     * The consumer has found the table. This event comes once, before the first row.
     *
     * @param offset the offset of the first row to read
     * @param version the version of the table
     */
    record Began(long offset, TableVersion version) implements ConsumerEvent {
        @Override
        public String toString() {
            return "reading from offset " + offset + " of " + text(version);
        }
    }

    /**
     * The table's retention or the end of a day has removed rows before the consumer read them.
     *
     * @param rows the number of lost offsets. In a keyed table, later rows may have replaced some of the lost rows.
     * @param offset the offset of the next row to read
     * @param version the version of the table
     */
    record RowsLost(long rows, long offset, TableVersion version) implements ConsumerEvent {
        @Override
        public String toString() {
            return rows + " rows left the table before they were read; continuing at offset " + offset + " of "
                    + text(version);
        }
    }

    /**
     * A new owner or a rebuild has replaced the table. The rows after this event do not continue the rows before this
     * event.
     *
     * @param before the version of the rows before the event
     * @param after the version of the rows after the event
     * @param offset the offset of the next row to read in the new version, as {@link ResetPolicy} defines it
     */
    record TableReplaced(TableVersion before, TableVersion after, long offset) implements ConsumerEvent {
        @Override
        public String toString() {
            return "the table of " + text(before) + " was replaced; continuing at offset " + offset + " of "
                    + text(after);
        }
    }

    /**
     * A day has ended. The tickerplant has sent {@code .u.end}. This event comes after the last row of the day and
     * before the first row after it. No batch has rows of both days. If several partitions fill the table, the day ends
     * when all of them have ended it. A consumer gets the days that end after it has begun. A consumer that begins at
     * an offset also gets the day that ended there, even if an earlier consumer got it too. A new version of the table
     * has only the days that end in it.
     *
     * @param date the day that has ended
     * @param offset the offset of the first row after the day
     */
    record DayEnded(LocalDate date, long offset) implements ConsumerEvent {
        @Override
        public String toString() {
            return "the day " + date + " ended before offset " + offset;
        }
    }

    /**
     * A request failed, and the consumer retries. Possible reasons are: no owner exists, the owner does not reply, or
     * the owner does not have the table yet.
     *
     * @param reason why the request failed
     * @param delayMs the delay before the next attempt, in ms. The consumer retries at once if a new owner announces
     *     itself.
     */
    record Retrying(String reason, long delayMs) implements ConsumerEvent {
        @Override
        public String toString() {
            return reason + "; retrying in " + delayMs + " ms";
        }
    }

    private static String text(TableVersion version) {
        return "epoch " + version.epoch() + ", generation " + version.generation();
    }
}
