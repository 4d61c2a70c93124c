package io.tickbus.client;

/**
 * The settings of a {@link TableConsumer}. Immutable.
 *
 * @param table the table's name
 * @param start where to begin
 * @param resetPolicy where to continue after the table was replaced
 * @param rowsMax the most rows in one batch; 0 for the owner's default, at most 1000. The owner refuses more than its
 *     {@code store.fetchRowsMax}, by default 100,000.
 * @param waitMs how long the owner may wait for new rows, in ms. The owner refuses more than its {@code store.fetchWaitMsMax},
 *     by default 60,000.
 * @param answerMsMax how long the consumer waits for a reply after {@code waitMs}, in ms, before it sends the request again
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

    /** Returns the default settings: the owner's batch size, a wait of 10 s, and a replaced table from its beginning. */
    public static ConsumerSettings of(String table, StartPosition start) {
        return new ConsumerSettings(
                table, start, ResetPolicy.FROM_BEGINNING, 0, WAIT_MS_DEFAULT, ANSWER_MS_MAX_DEFAULT, false);
    }

    /** Returns these settings with another reset policy. */
    public ConsumerSettings resetPolicy(ResetPolicy policy) {
        return new ConsumerSettings(table, start, policy, rowsMax, waitMs, answerMsMax, withKeyNumbers);
    }

    /** Returns these settings with another batch size. */
    public ConsumerSettings rowsMax(int rows) {
        return new ConsumerSettings(table, start, resetPolicy, rows, waitMs, answerMsMax, withKeyNumbers);
    }

    /** Returns these settings with another wait. */
    public ConsumerSettings waitMs(int ms) {
        return new ConsumerSettings(table, start, resetPolicy, rowsMax, ms, answerMsMax, withKeyNumbers);
    }

    /** Returns these settings with another time for a reply. */
    public ConsumerSettings answerMsMax(int ms) {
        return new ConsumerSettings(table, start, resetPolicy, rowsMax, waitMs, ms, withKeyNumbers);
    }

    /** Returns these settings with {@link #withKeyNumbers} set to {@code wanted}. */
    public ConsumerSettings withKeyNumbers(boolean wanted) {
        return new ConsumerSettings(table, start, resetPolicy, rowsMax, waitMs, answerMsMax, wanted);
    }
}
