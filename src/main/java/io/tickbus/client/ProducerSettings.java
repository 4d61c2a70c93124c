package io.tickbus.client;

/**
 * The settings of a {@link TableProducer}. Immutable.
 *
 * @param table the table's name
 * @param rowsQueuedMax the most rows that can wait or be in flight. When the limit is reached, the producer refuses
 *     further sends.
 * @param retryMsMax how long the producer retries if there is no owner or the owner does not have the table, in ms from
 *     the first attempt
 * @param answerMsMax how long the producer waits for the owner's reply to one send, in ms
 */
public record ProducerSettings(String table, int rowsQueuedMax, int retryMsMax, int answerMsMax) {
    private static final int ROWS_QUEUED_MAX_DEFAULT = 100_000;
    private static final int RETRY_MS_MAX_DEFAULT = 30_000;
    private static final int ANSWER_MS_MAX_DEFAULT = 10_000;

    /**
     * Checks the components.
     *
     * @param table see {@link #table}
     * @param rowsQueuedMax see {@link #rowsQueuedMax}
     * @param retryMsMax see {@link #retryMsMax}
     * @param answerMsMax see {@link #answerMsMax}
     */
    public ProducerSettings {
        if (table.isEmpty() || rowsQueuedMax < 1 || retryMsMax < 0 || answerMsMax < 1) {
            throw new IllegalArgumentException(
                    "table \"" + table + "\", rowsQueuedMax " + rowsQueuedMax + ", retryMsMax " + retryMsMax
                            + ", answerMsMax " + answerMsMax + ": a name, and no less than 1, 0 and 1 expected");
        }
    }

    /**
     * {@return the default settings: 100,000 queued rows, 30 s of retries, and 10 s for a reply}
     *
     * @param table the name of the table
     */
    public static ProducerSettings of(String table) {
        return new ProducerSettings(table, ROWS_QUEUED_MAX_DEFAULT, RETRY_MS_MAX_DEFAULT, ANSWER_MS_MAX_DEFAULT);
    }

    /**
     * {@return these settings with another {@link #rowsQueuedMax}}
     *
     * @param rows the most rows that can wait or be in flight
     */
    public ProducerSettings rowsQueuedMax(int rows) {
        return new ProducerSettings(table, rows, retryMsMax, answerMsMax);
    }

    /**
     * {@return these settings with another {@link #retryMsMax}}
     *
     * @param ms the time for retries, in ms
     */
    public ProducerSettings retryMsMax(int ms) {
        return new ProducerSettings(table, rowsQueuedMax, ms, answerMsMax);
    }

    /**
     * {@return these settings with another {@link #answerMsMax}}
     *
     * @param ms the time for a reply, in ms
     */
    public ProducerSettings answerMsMax(int ms) {
        return new ProducerSettings(table, rowsQueuedMax, retryMsMax, ms);
    }
}
