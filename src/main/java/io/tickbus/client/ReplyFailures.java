package io.tickbus.client;

import io.tickbus.event.Failure;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;

/** What a failed request says of the owner. */
final class ReplyFailures {
    private ReplyFailures() {}

    /** Whether nobody was there to take it, or whoever was there refused to: it has had no effect. */
    static boolean isUntouched(Throwable failure) {
        return hasNoHandlers(failure) || Failure.NOT_OWNER.isCauseOf(failure);
    }

    /** Whether nobody listens at the address: there is no owner, or it does not have the table. */
    static boolean hasNoHandlers(Throwable failure) {
        return failure instanceof ReplyException reply && reply.failureType() == ReplyFailure.NO_HANDLERS;
    }

    static boolean isTimeout(Throwable failure) {
        return failure instanceof ReplyException reply && reply.failureType() == ReplyFailure.TIMEOUT;
    }

    /** Whether the owner understood a question and will never answer it. */
    static boolean isForGood(Throwable failure) {
        return failure instanceof ReplyException reply
                && reply.failureType() == ReplyFailure.RECIPIENT_FAILURE
                && !Failure.NOT_OWNER.isCauseOf(failure)
                && !Failure.LIMIT.isCauseOf(failure)
                && !Failure.UNAVAILABLE.isCauseOf(failure);
    }

    /** Why there was no answer about a table. */
    static String reason(String table, Throwable failure) {
        if (hasNoHandlers(failure)) {
            return "nobody has table " + table;
        }
        return isTimeout(failure) ? "no answer about table " + table : String.valueOf(failure.getMessage());
    }
}
