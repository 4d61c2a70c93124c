package io.tickbus.event;

import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;

/** The reasons for which the owner refuses a request. Each reason has a failure code, which the reply carries. */
public enum Failure {
    /** The request does not have the form that the address expects. */
    BAD_REQUEST(1),
    /** The columns, types or values of the rows do not fit the table. No row was applied. */
    BAD_ROWS(2),
    /** Earlier rows are missing. The batch has a later position than the partition's next position. */
    GAP(3),
    /** The table does not have the offset any more, or does not have it yet. */
    OUT_OF_RANGE(4),
    /** The request exceeds a limit that the message names. */
    LIMIT(5),
    /** The request is correct, but it is not supported. */
    NYI(6),
    /** The schema differs from the table's schema. */
    SCHEMA(7),
    /**
     * The node does not own the tables, or is not certain to own them. The request had no effect. The client may send it
     * again.
     */
    NOT_OWNER(8),
    /** The batch has an old partition epoch. No row was applied. */
    FENCED(9),
    /**
     * The rows could not be stored or forwarded as the table's configuration requires, or the owner lost the tables before
     * it replied. The message says whether the rows may have been applied.
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

    /** Returns the exception with which a request is refused. */
    public ReplyException because(String reason) {
        return new ReplyException(ReplyFailure.RECIPIENT_FAILURE, code, reason);
    }

    /** Returns whether an error of the event bus is this failure. */
    public boolean isCauseOf(Throwable error) {
        return error instanceof ReplyException reply
                && reply.failureType() == ReplyFailure.RECIPIENT_FAILURE
                && reply.failureCode() == code;
    }
}
