package io.tickbus.store;

import io.tickbus.event.AppendReply;
import io.tickbus.q.Flip;
import io.vertx.core.Future;

/** Destination of the rows that applications append to a table. Owner's thread only. */
interface AppendSink {
    /**
     * Appends rows that fit the table.
     *
     * @return completes when the rows are where this sink puts them; else fails with a
     *     {@link io.vertx.core.eventbus.ReplyException}
     */
    Future<AppendReply> append(Flip rows);

    /**
     * Starts with the rows that an earlier owner has left.
     *
     * @param onRestored called each time that {@link #isRestoring} has become false
     */
    default void open(Runnable onRestored) {}

    /** Returns whether the rows get into the table from here. Otherwise they come by way of a tickerplant. */
    default boolean fillsTable() {
        return true;
    }

    /** Returns the approximate bytes of rows that were accepted and are not in the table yet. */
    default long waitingBytes() {
        return 0;
    }

    /** Returns whether rows of an earlier owner are being read into the table. All other rows wait meanwhile. */
    default boolean isRestoring() {
        return false;
    }

    /** Stops appending rows to the table until {@link #resume}, because its rows are being copied. New rows wait. */
    default void pause() {}

    /** Continues after {@link #pause}. */
    default void resume() {}

    /**
     * Discards the stored rows, because they have left the table.
     *
     * @param archived whether the rows are being archived; then the returned journal keeps them until the archive is
     *     complete
     */
    default Future<EndedJournal> dayEnded(boolean archived) {
        return Future.succeededFuture(EndedJournal.NONE);
    }

    /** Refuses further rows. Completes when no disk operation runs. */
    default Future<Void> close() {
        return Future.succeededFuture();
    }

    /** Like {@link #close}, for an owner that has lost the tables: a running write is not acknowledged. */
    default Future<Void> abandon() {
        return close();
    }
}
