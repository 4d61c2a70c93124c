package io.tickbus.subscriber;

import java.util.Locale;

/** The reason of a rejection, in one word. A {@link io.tickbus.event.Rejection} has the reason as a sentence. */
enum RejectReason {
    /** The bytes are not a complete message. */
    MALFORMED(false),
    /** The message is a synchronous request or an unrequested response. */
    UNEXPECTED(false),
    /** The called function is neither {@code upd} nor a signal. */
    UNKNOWN_CALL(false),
    /** The signalled end of a day is implausible, for example in the future. */
    IMPLAUSIBLE_DAY(false),
    /** The rows belong to a table that is not subscribed. */
    UNKNOWN_TABLE(false),
    /** The rows do not fit their table. */
    MISMATCH(true),
    /** The rows have new symbols, and this process has no room for more symbols. */
    SYMBOLS(true),
    /** The rows belong to a refused table. */
    REFUSED_TABLE(true),
    /** The message arrived during a subscription that failed. */
    UNSUBSCRIBED(false),
    /** The bus does not accept the batch. */
    UNSENDABLE(true),
    /** The owner refused the rows. */
    REFUSED(true);

    private final boolean ofTable;

    RejectReason(boolean ofTable) {
        this.ofTable = ofTable;
    }

    /** Returns whether a rejection for this reason names a subscribed table. */
    boolean isOfTable() {
        return ofTable;
    }

    /** Returns the value of the metric label {@code reason}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
