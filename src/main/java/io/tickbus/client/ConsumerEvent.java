package io.tickbus.client;

/** Events of a {@link TableConsumer}, besides rows. The text of each is a sentence for a log. */
public sealed interface ConsumerEvent {
    /**
     * The consumer has found the table. This event comes once, before the first row.
     *
     * @param offset the offset of the first row to read
     */
    record Began(long offset, TableVersion version) implements ConsumerEvent {
        @Override
        public String toString() {
            return "reading from offset " + offset + " of " + text(version);
        }
    }

    /**
     * Rows left the table before they were read, because of its retention or at the end of a day.
     *
     * @param rows the number of lost offsets. In a keyed table some of them may have been replaced by later rows of the same
     *     key.
     * @param offset the offset of the next row to read
     */
    record RowsLost(long rows, long offset, TableVersion version) implements ConsumerEvent {
        @Override
        public String toString() {
            return rows + " rows left the table before they were read; continuing at offset " + offset + " of "
                    + text(version);
        }
    }

    /**
     * The table was replaced, by a new owner or by a rebuild. Rows after this event do not continue the rows before it.
     *
     * @param offset the offset of the next row to read in the new version, see {@link ResetPolicy}
     */
    record TableReplaced(TableVersion before, TableVersion after, long offset) implements ConsumerEvent {
        @Override
        public String toString() {
            return "the table of " + text(before) + " was replaced; continuing at offset " + offset + " of "
                    + text(after);
        }
    }

    /**
     * A request failed, and the consumer retries. There may be no owner, or the owner does not reply, or it does not have the
     * table yet.
     *
     * @param reason the reason of the failure
     * @param delayMs the delay before the next attempt, in ms. An announcement of a new owner ends it early.
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
