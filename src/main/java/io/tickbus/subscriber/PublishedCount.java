package io.tickbus.subscriber;

/**
 * Remembers whether the tickerplant's count of published messages, {@code .u.i}, was found to be wrong. All partitions of a
 * subscriber share one instance, because all tables share the count. If rows of one table prove the count wrong, it is wrong
 * for the other tables too. Owned by the reader thread.
 */
final class PublishedCount {
    static final String WRONG_REASON =
            "the log had rows behind the messages that .u.i counts, and rows of another table have proved .u.i wrong: rows may be"
                    + " missing";

    private String wrongLog = "";

    /** Records that the count of a log leaves out messages that were published before the subscription. */
    void foundWrong(String log) {
        wrongLog = log;
    }

    /** Returns whether the count of a log was found to be wrong, in this session or an earlier session. */
    boolean isWrong(String log) {
        return log.equals(wrongLog);
    }
}
