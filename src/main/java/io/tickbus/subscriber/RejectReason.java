package io.tickbus.subscriber;

import java.util.Locale;

/** Why something was rejected, in one word. A {@link io.tickbus.event.Rejection} carries the sentence. */
enum RejectReason {
    /** The bytes are not a complete message. */
    MALFORMED(false),
    /** The message is a synchronous request, or a response without a request. */
    UNEXPECTED(false),
    /** The call is unknown: neither {@code upd} nor a signal. */
    UNKNOWN_CALL(false),
    /** The day that is said to have ended cannot have ended. */
    IMPLAUSIBLE_DAY(false),
    /** The table of the rows is not subscribed to. */
    UNKNOWN_TABLE(false),
    /** The rows do not fit their table. */
    MISMATCH(true),
    /** The rows have new symbols for which this process has no room. */
    SYMBOLS(true),
    /** The table is refused, and its rows with it. */
    REFUSED_TABLE(true),
    /** The message arrived before a subscription that failed. */
    UNSUBSCRIBED(false),
    /** The bus does not accept the batch. */
    UNSENDABLE(true),
    /** The owner refused the rows. */
    REFUSED(true);

    private final boolean ofTable;

    RejectReason(boolean ofTable) {
        this.ofTable = ofTable;
    }

    /** Returns whether the reason names a subscribed table. The other reasons name none. */
    boolean isOfTable() {
        return ofTable;
    }

    /** Returns the value of the metric label. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
