package io.tickbus.client;

/**
 * The settings of a {@link TableConsumer}. Immutable.
 *
 * @param table the table's name
 * @param start where the consumer begins to read
 * @param resetPolicy where the consumer continues after the table was replaced
 * @param rowsMax the most rows in one batch; 0 for the owner's default of at most 1000 rows. The owner refuses a value
 *     above its {@code store.fetchRowsMax}, by default 100,000.
 * @param waitMs how long the owner waits for new rows before it replies without rows, in ms. The owner refuses a value
 *     above its {@code store.fetchWaitMsMax}, by default 60,000.
 * @param answerMsMax how long the consumer waits for a reply in addition to {@code waitMs}, in ms. After both times,
 *     the consumer sends the request again.
 * @param missingTableMsMax how long an owner may lack the table before the consumer fails, in ms; 0 to retry for ever.
 *     The time counts only while an owner replies. After the consumer has found the table, it never fails for this
 *     reason. A table without configured columns begins to exist when its subscriber first connects to the tickerplant.
 * @param withKeyNumbers true if the rows of a keyed table come with {@link io.tickbus.event.Rows#keyNumbers}
 */
public record ConsumerSettings(
        String table,
        StartPosition start,
        ResetPolicy resetPolicy,
        int rowsMax,
        int waitMs,
        int answerMsMax,
        int missingTableMsMax,
        boolean withKeyNumbers) {
    private static final int WAIT_MS_DEFAULT = 10_000;
    private static final int ANSWER_MS_MAX_DEFAULT = 5000;
    private static final int MISSING_TABLE_MS_MAX_DEFAULT = 30_000;

    /**
     * Checks the components.
     *
     * @param table see {@link #table}
     * @param start see {@link #start}
     * @param resetPolicy see {@link #resetPolicy}
     * @param rowsMax see {@link #rowsMax}
     * @param waitMs see {@link #waitMs}
     * @param answerMsMax see {@link #answerMsMax}
     * @param missingTableMsMax see {@link #missingTableMsMax}
     * @param withKeyNumbers see {@link #withKeyNumbers}
     */
    public ConsumerSettings {
        if (table.isEmpty() || rowsMax < 0 || waitMs < 0 || answerMsMax < 1 || missingTableMsMax < 0) {
            throw new IllegalArgumentException("table \"" + table + "\", rowsMax " + rowsMax + ", waitMs " + waitMs
                    + ", answerMsMax " + answerMsMax + ", missingTableMsMax " + missingTableMsMax
                    + ": a name, and no less than 0, 0, 1 and 0 expected");
        }
    }

    /**
     * {@return the default settings} Batches have the owner's default size. A request waits 10 s for new rows. The
     * table may be missing for 30 s. The policy is {@link ResetPolicy#FROM_BEGINNING}.
     *
     * @param table the name of the table
     * @param start where the consumer begins
     */
    public static ConsumerSettings of(String table, StartPosition start) {
        return new ConsumerSettings(
                table,
                start,
                ResetPolicy.FROM_BEGINNING,
                0,
                WAIT_MS_DEFAULT,
                ANSWER_MS_MAX_DEFAULT,
                MISSING_TABLE_MS_MAX_DEFAULT,
                false);
    }

    /**
     * {@return these settings with another {@link #resetPolicy}}
     *
     * @param policy where the consumer continues after the table was replaced
     */
    public ConsumerSettings resetPolicy(ResetPolicy policy) {
        return new ConsumerSettings(
                table, start, policy, rowsMax, waitMs, answerMsMax, missingTableMsMax, withKeyNumbers);
    }

    /**
     * {@return these settings with another {@link #rowsMax}}
     *
     * @param rows the most rows of a batch
     */
    public ConsumerSettings rowsMax(int rows) {
        return new ConsumerSettings(
                table, start, resetPolicy, rows, waitMs, answerMsMax, missingTableMsMax, withKeyNumbers);
    }

    /**
     * {@return these settings with another {@link #waitMs}}
     *
     * @param ms how long a request waits for rows, in ms
     */
    public ConsumerSettings waitMs(int ms) {
        return new ConsumerSettings(
                table, start, resetPolicy, rowsMax, ms, answerMsMax, missingTableMsMax, withKeyNumbers);
    }

    /**
     * {@return these settings with another {@link #answerMsMax}}
     *
     * @param ms the time for a reply, in ms
     */
    public ConsumerSettings answerMsMax(int ms) {
        return new ConsumerSettings(table, start, resetPolicy, rowsMax, waitMs, ms, missingTableMsMax, withKeyNumbers);
    }

    /**
     * {@return these settings with another {@link #missingTableMsMax}}
     *
     * @param ms how long an owner may lack the table, in ms; 0 for no limit
     */
    public ConsumerSettings missingTableMsMax(int ms) {
        return new ConsumerSettings(table, start, resetPolicy, rowsMax, waitMs, answerMsMax, ms, withKeyNumbers);
    }

    /**
     * {@return these settings with another value of {@link #withKeyNumbers}}
     *
     * @param wanted whether batches have key numbers
     */
    public ConsumerSettings withKeyNumbers(boolean wanted) {
        return new ConsumerSettings(table, start, resetPolicy, rowsMax, waitMs, answerMsMax, missingTableMsMax, wanted);
    }
}
