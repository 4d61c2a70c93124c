package io.tickbus.client;

/** What a {@link TableConsumer} tells besides rows. Each as a text is a sentence for a log. */
public sealed interface ConsumerEvent {
    /** It has found the table and begins to read: told once, before the first row. */
    record Began(long offset, TableVersion version) implements ConsumerEvent {
        @Override
        public String toString() {
            return "reading from offset " + offset + " of " + text(version);
        }
    }

    /**
     * Rows had left the table, by its retention or at the end of a day, before they were read.
     *
     * @param rows offsets that are gone; of a keyed table not each was the last row of its key
     * @param offset where it goes on
     */
    record RowsLost(long rows, long offset, TableVersion version) implements ConsumerEvent {
        @Override
        public String toString() {
            return rows + " rows left the table before they were read; going on at offset " + offset + " of "
                    + text(version);
        }
    }

    /**
     * The table was made anew, by a new owner or from a log: rows from here on do not follow those before.
     *
     * @param offset where it goes on in the new one, as {@link ResetPolicy} says
     */
    record TableReplaced(TableVersion before, TableVersion after, long offset) implements ConsumerEvent {
        @Override
        public String toString() {
            return "the table of " + text(before) + " was made anew; going on at offset " + offset + " of "
                    + text(after);
        }
    }

    /**
     * A request failed in a way that may pass: there is no owner, or it does not answer, or it does not have the table
     * yet.
     *
     * @param delayMs until the next attempt, unless a new owner is heard of before
     */
    record Retrying(String reason, long delayMs) implements ConsumerEvent {
        @Override
        public String toString() {
            return reason + "; asking again in " + delayMs + " ms";
        }
    }

    private static String text(TableVersion version) {
        return "epoch " + version.epoch() + ", generation " + version.generation();
    }
}
