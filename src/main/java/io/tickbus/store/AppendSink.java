package io.tickbus.store;

import io.tickbus.event.AppendReply;
import io.tickbus.q.Flip;
import io.vertx.core.Future;

/** The destination of rows that applications append to a {@link Topic}. Only the owner's thread uses a sink. */
interface AppendSink {
    /**
     * Appends rows that fit the table.
     *
     * @return completes when the destination has the rows; fails with a {@link io.vertx.core.eventbus.ReplyException}
     */
    Future<AppendReply> append(Flip rows);

    /**
     * Starts the sink. The sink first restores rows that earlier owners have stored.
     *
     * @param onRestored called each time that {@link #isRestoring} becomes false
     */
    default void open(Runnable onRestored) {}

    /**
     * Returns whether this sink appends the rows to the table. Otherwise the rows reach the table through a
     * tickerplant.
     */
    default boolean fillsTable() {
        return true;
    }

    /** Returns the approximate size of accepted rows that are not in the table yet, in bytes. */
    default long waitingBytes() {
        return 0;
    }

    /** Returns whether rows of an earlier owner are being restored. New rows wait until the restore is complete. */
    default boolean isRestoring() {
        return false;
    }

    /** Stops appending rows while the rows of the table are copied. New rows wait until {@link #resume} is called. */
    default void pause() {}

    /** Appends the waiting rows, and accepts further rows. */
    default void resume() {}

    /**
     * Discards the stored rows, because the table no longer has them.
     *
     * @param archived true if an archive of the rows is being written. The returned journal keeps the rows until the
     *     archive is complete.
     */
    default Future<EndedJournal> dayEnded(boolean archived) {
        return Future.succeededFuture(EndedJournal.NONE);
    }

    /** Refuses further rows. The future completes when no disk operation runs. */
    default Future<Void> close() {
        return Future.succeededFuture();
    }

    /**
     * Stops because another node owns the tables. Works like {@link #close}, but a running write is not acknowledged.
     */
    default Future<Void> abandon() {
        return close();
    }
}
