package io.tickbus.subscriber;

/**
 * The result of reading a log.
 *
 * @param condition the condition of the part that the tickerplant has published
 * @param hasMore whether the log has messages after that part
 * @param reason what is wrong with the log, for an operator; empty for a whole log
 */
record LogReadResult(Condition condition, boolean hasMore, String reason) {
    /** The condition of the part of a log that was published before the subscription. */
    enum Condition {
        /** The log has all messages that the tickerplant counts. An ended log is whole if its end was reached. */
        WHOLE,
        /** The log ends before the last counted message, or within a message that does not grow. */
        SHORT,
        /** Some bytes of the log are not a message. */
        DAMAGED,
        /** The log cannot be opened. */
        UNREADABLE
    }

    boolean isWhole() {
        return condition == Condition.WHOLE;
    }
}
