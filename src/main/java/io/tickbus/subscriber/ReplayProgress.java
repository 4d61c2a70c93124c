package io.tickbus.subscriber;

/**
 * How far a log is read.
 *
 * @param log its name
 * @param messages read so far
 * @param of how many; {@link #TO_THE_END} when that is not known
 */
record ReplayProgress(String log, long messages, long of) {
    static final long TO_THE_END = Long.MAX_VALUE;
    /** Of no log. */
    static final ReplayProgress NONE = new ReplayProgress("", 0, 0);

    /** As an operator is told. */
    @Override
    public String toString() {
        return log + ": "
                + (messages == 0 ? "from the start" : messages + (of == TO_THE_END ? "" : " of " + of) + " messages");
    }
}
