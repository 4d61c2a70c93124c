package io.tickbus.subscriber;

/**
 * How far a log was read.
 *
 * @param log the log's name
 * @param messages number of messages read so far
 * @param of number of messages to read; {@link #TO_THE_END} if the number is unknown
 */
record ReplayProgress(String log, long messages, long of) {
    static final long TO_THE_END = Long.MAX_VALUE;
    /** The progress before any log was read. */
    static final ReplayProgress NONE = new ReplayProgress("", 0, 0);

    /** Returns the progress as text for an operator. */
    @Override
    public String toString() {
        return log + ": "
                + (messages == 0 ? "from the start" : messages + (of == TO_THE_END ? "" : " of " + of) + " messages");
    }
}
