package io.tickbus.event;

import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;

/** The reasons for which the owner refuses a request. The failure code of the reply carries the reason. */
public enum Failure {
    /** The request does not have the form that the address expects. */
    BAD_REQUEST(1),
    /** The columns, types or values of the rows do not fit the table. No row was applied. */
    BAD_ROWS(2),
    /** Rows before these are missing: the position is later than the partition's next position. */
    GAP(3),
    /** The table no longer has the offset, or does not have it yet. */
    OUT_OF_RANGE(4),
    /** The request exceeds one of the named limits. */
    LIMIT(5),
    /** The request is correct, but not supported. */
    NYI(6),
    /** The schema differs from the table's schema. */
    SCHEMA(7),
    /**
     * The node does not own the tables, or is not certain that it owns them. The request had no effect, and the client may send
     * it again.
     */
    NOT_OWNER(8),
    /** The batch has an old epoch of its partition. No row was applied. */
    FENCED(9),
    /**
     * The rows could not be stored or forwarded as the table's configuration demands, or the owner lost the tables before it
     * replied. The message says whether the rows may have been applied.
     */
    UNAVAILABLE(10);

    private final int code;

    Failure(int code) {
        this.code = code;
    }

    /** Returns the failure code of the reply. */
    public int code() {
        return code;
    }

    /** Returns the failure for a reply. */
    public ReplyException because(String reason) {
        return new ReplyException(ReplyFailure.RECIPIENT_FAILURE, code, reason);
    }

    /** Returns whether an error of the event bus has this reason. */
    public boolean isCauseOf(Throwable error) {
        return error instanceof ReplyException reply
                && reply.failureType() == ReplyFailure.RECIPIENT_FAILURE
                && reply.failureCode() == code;
    }
}
