package io.tickbus.subscriber;

import java.util.Locale;

/** Why something was not applied, in a word; the sentence goes with the {@link io.tickbus.event.Rejection}. */
enum RejectReason {
    /** No message, or not all of it. */
    MALFORMED(false),
    /** No message that is pushed: a request, or a response to none. */
    UNEXPECTED(false),
    /** Neither {@code upd} nor any other call that is known. */
    UNKNOWN_CALL(false),
    /** The end of a day that cannot have ended. */
    IMPLAUSIBLE_DAY(false),
    /** Rows of a table that is not subscribed to. */
    UNKNOWN_TABLE(false),
    /** Rows that do not fit their table. */
    MISMATCH(true),
    /** Rows with new symbols that this process has no room for. */
    SYMBOLS(true),
    /** A table that does not fit, and rows of it. */
    REFUSED_TABLE(true),
    /** Rows that came before a subscription that failed. */
    UNSUBSCRIBED(false),
    /** A batch that the bus does not take. */
    UNSENDABLE(true),
    /** A batch that the owner refused. */
    REFUSED(true);

    private final boolean ofTable;

    RejectReason(boolean ofTable) {
        this.ofTable = ofTable;
    }

    /** Whether a table that is subscribed to is named with it; else none is. */
    boolean isOfTable() {
        return ofTable;
    }

    /** As a label has it. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
