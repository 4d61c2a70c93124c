package io.tickbus.client;

import io.tickbus.event.Failure;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;

/** Classifies the failures of requests to the owner. */
final class ReplyFailures {
    private ReplyFailures() {}

    /**
     * Returns whether a failed request certainly had no effect. This is known if no node received the request, or if
     * the receiving node does not own the tables.
     */
    static boolean isUntouched(Throwable failure) {
        return hasNoHandlers(failure) || Failure.NOT_OWNER.isCauseOf(failure);
    }

    /** Returns whether the address has no consumer, because no owner exists or the owner does not have the table. */
    static boolean hasNoHandlers(Throwable failure) {
        return failure instanceof ReplyException reply && reply.failureType() == ReplyFailure.NO_HANDLERS;
    }

    static boolean isTimeout(Throwable failure) {
        return failure instanceof ReplyException reply && reply.failureType() == ReplyFailure.TIMEOUT;
    }

    /** Returns whether a retry is useless, because the owner will always refuse the request. */
    static boolean isForGood(Throwable failure) {
        return failure instanceof ReplyException reply
                && reply.failureType() == ReplyFailure.RECIPIENT_FAILURE
                && !Failure.NOT_OWNER.isCauseOf(failure)
                && !Failure.LIMIT.isCauseOf(failure)
                && !Failure.UNAVAILABLE.isCauseOf(failure);
    }

    /** Returns the failure of a request for a table while there is no owner. */
    static ReplyException noOwner(String table) {
        return new ReplyException(ReplyFailure.NO_HANDLERS, reasonOfNoOwner(table));
    }

    private static String reasonOfNoOwner(String table) {
        return "no owner has table " + table;
    }

    /** Returns the reason of a failure, as text for an event. */
    static String reason(String table, Throwable failure) {
        if (hasNoHandlers(failure)) {
            return reasonOfNoOwner(table);
        }
        return isTimeout(failure) ? "no answer about table " + table : String.valueOf(failure.getMessage());
    }
}
