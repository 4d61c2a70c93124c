package io.tickbus.subscriber;

/**
 * Remembers whether {@code .u.i} was found to be wrong. This is the tickerplant's count of a log's published messages. All partitions of a
 * subscriber share one instance, because the count is the same for all tables: rows of one table that prove it wrong prove it
 * for tables whose rows look alike. Owned by the reader thread.
 */
final class PublishedCount {
    static final String WRONG_REASON =
            "the log had rows behind the messages that .u.i counts, and rows of another table have proved .u.i wrong: rows may be"
                    + " missing";

    private String wrongLog = "";

    /** Notes that the count of a log leaves out messages that were published before the subscription. */
    void foundWrong(String log) {
        wrongLog = log;
    }

    /** Returns whether the count of a log was found to be wrong, in this session or an earlier one. */
    boolean isWrong(String log) {
        return log.equals(wrongLog);
    }
}
