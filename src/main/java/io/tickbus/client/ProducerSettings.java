package io.tickbus.client;

/**
 * What a {@link TableProducer} adds rows to, and its limits.
 *
 * @param table its name
 * @param rowsQueuedMax rows that wait or are on their way, from which on no more are taken
 * @param retryMsMax how long it goes on asking for an owner that takes the rows, from the first attempt on
 * @param answerMsMax how long an owner has for its answer to one send
 */
public record ProducerSettings(String table, int rowsQueuedMax, int retryMsMax, int answerMsMax) {
    private static final int ROWS_QUEUED_MAX_DEFAULT = 100_000;
    private static final int RETRY_MS_MAX_DEFAULT = 30_000;
    private static final int ANSWER_MS_MAX_DEFAULT = 10_000;

    public ProducerSettings {
        if (table.isEmpty() || rowsQueuedMax < 1 || retryMsMax < 0 || answerMsMax < 1) {
            throw new IllegalArgumentException(
                    "table \"" + table + "\", rowsQueuedMax " + rowsQueuedMax + ", retryMsMax " + retryMsMax
                            + ", answerMsMax " + answerMsMax + ": a name, and no less than 1, 0 and 1 expected");
        }
    }

    /** 100,000 rows, 30 s of retries and 10 s for an answer. */
    public static ProducerSettings of(String table) {
        return new ProducerSettings(table, ROWS_QUEUED_MAX_DEFAULT, RETRY_MS_MAX_DEFAULT, ANSWER_MS_MAX_DEFAULT);
    }

    /** The same with another room. */
    public ProducerSettings rowsQueuedMax(int rows) {
        return new ProducerSettings(table, rows, retryMsMax, answerMsMax);
    }

    /** The same with another patience for there being no owner. */
    public ProducerSettings retryMsMax(int ms) {
        return new ProducerSettings(table, rowsQueuedMax, ms, answerMsMax);
    }

    /** The same with another time for an answer. */
    public ProducerSettings answerMsMax(int ms) {
        return new ProducerSettings(table, rowsQueuedMax, retryMsMax, ms);
    }
}
