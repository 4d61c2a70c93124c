package io.tickbus.subscriber;

/**
 * What came of reading a log.
 *
 * @param condition of the part that the tickerplant had published
 * @param goesOn whether the log has messages behind that part
 * @param reason what is wrong with the log, for an operator; empty for a whole one
 */
record LogReadResult(Condition condition, boolean goesOn, String reason) {
    /** The condition of the part of a log that was published before the subscription. */
    enum Condition {
        /** All messages that the tickerplant counts were there; of an ended log, all to its end. */
        WHOLE,
        /** The log ends before the last message that the tickerplant counts, or inside a message that does not grow. */
        SHORT,
        /** Bytes in the log are no message. */
        DAMAGED,
        /** The log cannot be opened. */
        UNREADABLE
    }

    boolean isWhole() {
        return condition == Condition.WHOLE;
    }
}
