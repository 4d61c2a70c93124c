package io.tickbus.subscriber;

/**
 * Tells whether {@code .u.i}, the tickerplant's count of the messages that it has published of a log, was found to be wrong. The
 * partitions of a subscriber share it: the count is told once for all tables, so rows of one table that prove it wrong prove it
 * for the others, whose rows may look alike. For the thread that reads.
 */
final class PublishedCount {
    static final String WRONG_REASON =
            "the log had rows behind the messages that .u.i counts, and rows of another table have proved .u.i wrong: rows may be"
                    + " missing";

    private String wrongLog = "";

    /** Notes that the count of a log is wrong: it leaves out messages that were published before the subscription. */
    void foundWrong(String log) {
        wrongLog = log;
    }

    /** Returns whether the count of a log was found to be wrong, in this session or in an earlier one. */
    boolean isWrong(String log) {
        return log.equals(wrongLog);
    }
}
