package io.tickbus.subscriber;

/**
 * The result of reading a log.
 *
 * @param condition the condition of the log's published part
 * @param hasMore whether the log has messages after the published part
 * @param reason what is wrong with the log, as text for an operator; empty for a whole log
 */
record LogReadResult(Condition condition, boolean hasMore, String reason) {
    /** The condition of the messages that were published before the subscription. */
    enum Condition {
        /**
         * The log has all messages that the tickerplant counts. The log of an ended day is whole if its end was reached.
         */
        WHOLE,
        /** The log ends before the last counted message, or inside an incomplete message. */
        SHORT,
        /** Some bytes of the log do not form a message. */
        DAMAGED,
        /** The log cannot be opened. */
        UNREADABLE
    }

    boolean isWhole() {
        return condition == Condition.WHOLE;
    }
}
