package io.tickbus.subscriber;

/**
 * Remembers whether the tickerplant's count of published messages, {@code .u.i}, was found to be wrong. {@link
 * PushChecks} uses it. All partitions of a subscriber share one instance, because the tickerplant has one count for all
 * tables. Owned by the reader thread.
 */
final class PublishedCount {
    static final String WRONG_REASON =
            "the log had rows behind the messages that .u.i counts, and rows of another table have proved .u.i wrong: rows may be"
                    + " missing";

    private String wrongLog = "";

    /** Records that the count of a log is too low: it omits messages that were published before the subscription. */
    void foundWrong(String log) {
        wrongLog = log;
    }

    /** Returns whether the count of a log was found to be wrong, in this session or an earlier session. */
    boolean isWrong(String log) {
        return log.equals(wrongLog);
    }
}
