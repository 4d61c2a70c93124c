package io.tickbus.subscriber;

import java.util.Locale;

/** Why something was not applied, in a word; the sentence goes with the {@link io.tickbus.event.Rejection}. */
enum Reason {
    /** No message, or not all of it. */
    MALFORMED,
    /** No message that is pushed: a request, or a response to none. */
    UNEXPECTED,
    /** Neither {@code upd} nor any other call that is known. */
    UNKNOWN_CALL,
    /** Rows of a table that is not subscribed to. */
    UNKNOWN_TABLE,
    /** Rows that do not fit their table. */
    MISMATCH,
    /** Rows that came before a subscription that failed. */
    UNSUBSCRIBED,
    /** A batch that the bus does not take. */
    UNSENDABLE,
    /** A batch that the owner refused. */
    REFUSED;

    /** As a label has it. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
