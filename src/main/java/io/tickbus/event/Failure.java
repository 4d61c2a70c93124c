package io.tickbus.event;

import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;

/** Why the owner refused a request: the failure code of the reply. */
public enum Failure {
    /** A request that is not as the address wants it. */
    BAD_REQUEST(1),
    /** Rows whose columns, types or values do not fit the table; nothing of them was applied. */
    BAD_ROWS(2),
    /** Rows at a later position than the partition's next: some before them are missing. */
    GAP(3),
    /** An offset that the table no longer has, or does not have yet. */
    OUT_OF_RANGE(4),
    /** One of the named limits. */
    LIMIT(5),
    /** Asked for well, and not supported. */
    NYI(6),
    /** A schema that is not the table's. */
    SCHEMA(7),
    /** Not to be answered by this node now, which does not own the tables or cannot be sure of it: ask again. */
    NOT_OWNER(8),
    /** A batch that carries another opening of its partition than the last; nothing of it was applied. */
    FENCED(9),
    /**
     * Rows that could not be kept safe, or not be passed on, as the table's configuration wants it; or that were taken by an
     * owner that lost the tables meanwhile. The message says whether they may be there.
     */
    UNAVAILABLE(10);

    private final int code;

    Failure(int code) {
        this.code = code;
    }

    public int code() {
        return code;
    }

    /** A failure to reply with. */
    public ReplyException because(String reason) {
        return new ReplyException(ReplyFailure.RECIPIENT_FAILURE, code, reason);
    }

    /** Whether this is what an error of the bus says. */
    public boolean isCauseOf(Throwable error) {
        return error instanceof ReplyException reply
                && reply.failureType() == ReplyFailure.RECIPIENT_FAILURE
                && reply.failureCode() == code;
    }
}
