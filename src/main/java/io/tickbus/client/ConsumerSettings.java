package io.tickbus.client;

/**
 * What a {@link TableConsumer} reads.
 *
 * @param table its name
 * @param start where to begin
 * @param resetPolicy where to go on when the table has been made anew
 * @param rowsMax rows in one batch at most; 0 leaves it to the owner, which gives up to 1000. An owner refuses more
 *     than its {@code store.fetchRowsMax}, 100,000 unless configured
 * @param waitMs how long the owner may wait for rows before it answers that there are none. An owner refuses more than
 *     its {@code store.fetchWaitMsMax}, a minute unless configured
 * @param answerMsMax how long the owner has for its answer besides, before it is asked again
 * @param withKeyNumbers whether the rows of a keyed table come with {@link io.tickbus.event.Rows#keyNumbers}
 */
public record ConsumerSettings(
        String table,
        StartPosition start,
        ResetPolicy resetPolicy,
        int rowsMax,
        int waitMs,
        int answerMsMax,
        boolean withKeyNumbers) {
    private static final int WAIT_MS_DEFAULT = 10_000;
    private static final int ANSWER_MS_MAX_DEFAULT = 5000;

    public ConsumerSettings {
        if (table.isEmpty() || rowsMax < 0 || waitMs < 0 || answerMsMax < 1) {
            throw new IllegalArgumentException("table \"" + table + "\", rowsMax " + rowsMax + ", waitMs " + waitMs
                    + ", answerMsMax " + answerMsMax + ": a name, and no less than 0, 0 and 1 expected");
        }
    }

    /** As many rows as the owner gives, a wait of 10 s, and a new table from its beginning. */
    public static ConsumerSettings of(String table, StartPosition start) {
        return new ConsumerSettings(
                table, start, ResetPolicy.FROM_BEGINNING, 0, WAIT_MS_DEFAULT, ANSWER_MS_MAX_DEFAULT, false);
    }

    /** The same with another choice. */
    public ConsumerSettings onNewTable(ResetPolicy choice) {
        return new ConsumerSettings(table, start, choice, rowsMax, waitMs, answerMsMax, withKeyNumbers);
    }

    /** The same with batches of another size. */
    public ConsumerSettings rowsMax(int rows) {
        return new ConsumerSettings(table, start, resetPolicy, rows, waitMs, answerMsMax, withKeyNumbers);
    }

    /** The same with another wait. */
    public ConsumerSettings waitMs(int ms) {
        return new ConsumerSettings(table, start, resetPolicy, rowsMax, ms, answerMsMax, withKeyNumbers);
    }

    /** The same with another time for an answer. */
    public ConsumerSettings answerMsMax(int ms) {
        return new ConsumerSettings(table, start, resetPolicy, rowsMax, waitMs, ms, withKeyNumbers);
    }

    /** Returns these settings with {@link #withKeyNumbers} set to {@code wanted}. */
    public ConsumerSettings withKeyNumbers(boolean wanted) {
        return new ConsumerSettings(table, start, resetPolicy, rowsMax, waitMs, answerMsMax, wanted);
    }
}
