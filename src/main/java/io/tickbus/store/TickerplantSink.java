package io.tickbus.store;

import io.tickbus.event.AppendReply;
import io.tickbus.event.Batch;
import io.tickbus.event.Failure;
import io.tickbus.q.Flip;
import io.vertx.core.Future;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;

/** Sends the rows of applications to the tickerplant, which publishes them. Only the owner's thread uses this class. */
final class TickerplantSink implements AppendSink {
    private final String table;
    private final long epoch;
    private final StoreHost host;

    /** @param epoch the owner's epoch */
    TickerplantSink(String table, long epoch, StoreHost host) {
        this.table = table;
        this.epoch = epoch;
        this.host = host;
    }

    @Override
    public Future<AppendReply> append(Flip rows) {
        return host.toTickerplant(Batch.of(table, rows))
                .map(published -> new AppendReply(AppendReply.NO_OFFSET, published.rows(), 0, 0, epoch))
                .recover(failure -> Future.failedFuture(reason(failure)));
    }

    @Override
    public boolean fillsTable() {
        return false;
    }

    private Throwable reason(Throwable failure) {
        if (!(failure instanceof ReplyException reply) || reply.failureType() == ReplyFailure.RECIPIENT_FAILURE) {
            return failure;
        }
        return Failure.UNAVAILABLE.because(
                reply.failureType() == ReplyFailure.NO_HANDLERS
                        ? "no subscriber that brings table " + table + " is live; nothing was published"
                        : "the subscriber that brings table " + table
                                + " does not answer; the rows may have been published: " + reply.getMessage());
    }
}
