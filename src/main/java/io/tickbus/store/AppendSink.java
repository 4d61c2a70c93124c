package io.tickbus.store;

import io.tickbus.event.AppendReply;
import io.tickbus.q.Flip;
import io.vertx.core.Future;

/** The destination of rows that applications append to a table. Only the owner's thread may use it. */
interface AppendSink {
    /**
     * Appends rows that fit the table.
     *
     * @return completes when the destination has the rows; fails with a {@link io.vertx.core.eventbus.ReplyException}
     */
    Future<AppendReply> append(Flip rows);

    /**
     * Starts the sink. Rows that an earlier owner has left are restored first.
     *
     * @param onRestored called each time that {@link #isRestoring} becomes false
     */
    default void open(Runnable onRestored) {}

    /** Returns whether this sink appends the rows to the table. If not, a tickerplant publishes them to the table. */
    default boolean fillsTable() {
        return true;
    }

    /** Returns the approximate bytes of accepted rows that are not in the table yet. */
    default long waitingBytes() {
        return 0;
    }

    /** Returns whether rows of an earlier owner are being restored. Other rows wait until all of them are restored. */
    default boolean isRestoring() {
        return false;
    }

    /** Stops appending rows, because the rows of the table are being copied. New rows wait for {@link #resume}. */
    default void pause() {}

    /** Appends the waiting rows, and accepts further rows. */
    default void resume() {}

    /**
     * Discards the stored rows, because the table no longer has them.
     *
     * @param archived true if an archive of the rows is being written; the returned journal keeps the rows until it is
     *     complete
     */
    default Future<EndedJournal> dayEnded(boolean archived) {
        return Future.succeededFuture(EndedJournal.NONE);
    }

    /** Refuses further rows. The future completes when no disk operation runs. */
    default Future<Void> close() {
        return Future.succeededFuture();
    }

    /** Stops because another node owns the tables. Like {@link #close}, but a running write is not acknowledged. */
    default Future<Void> abandon() {
        return close();
    }
}
