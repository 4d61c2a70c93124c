package io.tickbus.event;

import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;

/** The reasons why the owner refuses a request. The reply carries the failure code of the reason. */
public enum Failure {
    /** The request does not have the form that the address expects. */
    BAD_REQUEST(1),
    /** The columns, types or values of the rows do not fit the table. No row was applied. */
    BAD_ROWS(2),
    /** Rows before the batch are missing. The position of the batch is after the partition's next position. */
    GAP(3),
    /** The row at the offset has left the table, or has not arrived yet. */
    OUT_OF_RANGE(4),
    /** The request exceeds a limit that the message names. */
    LIMIT(5),
    /** The request is correct, but it is not supported. */
    NYI(6),
    /** The schema in the request differs from the table's schema. */
    SCHEMA(7),
    /**
     * The node does not own the tables, or is not certain that it owns them. The request had no effect. The client can
     * send the request again.
     */
    NOT_OWNER(8),
    /** The batch has an old partition epoch. No row was applied. */
    FENCED(9),
    /**
     * Either the rows could not be stored or forwarded, or the owner lost the tables before it replied. The message
     * says whether the rows may have been applied.
     */
    UNAVAILABLE(10);

    private final int code;

    Failure(int code) {
        this.code = code;
    }

    /** {@return the failure code of the reply} */
    public int code() {
        return code;
    }

    /**
     * {@return an exception with this failure code, for the refusal of a request}
     *
     * @param reason the reason, which the requester receives
     */
    public ReplyException because(String reason) {
        return new ReplyException(ReplyFailure.RECIPIENT_FAILURE, code, reason);
    }

    /**
     * {@return whether a request failed with this failure code}
     *
     * @param error an error that a request returned
     */
    public boolean isCauseOf(Throwable error) {
        return error instanceof ReplyException reply
                && reply.failureType() == ReplyFailure.RECIPIENT_FAILURE
                && reply.failureCode() == code;
    }
}
