package io.tickbus.store;

import io.tickbus.event.AppendReply;
import io.tickbus.q.Flip;
import io.vertx.core.Future;

/** What becomes of the rows that applications send to a table. On the owner's thread. */
interface AppendSink {
    /**
     * Takes rows that fit the table. The reply comes when they are where they belong; it fails with an {@link
     * io.vertx.core.eventbus.ReplyException} when they do not get there.
     */
    Future<AppendReply> append(Flip rows);

    /**
     * Begins, with what an owner before this one has left.
     *
     * @param onRestored called each time that {@link #isRestoring} has become false
     */
    default void open(Runnable onRestored) {}

    /** Whether rows get from here into the table, not by way of a tickerplant. */
    default boolean fillsTable() {
        return true;
    }

    /** Bytes of rows that were taken and are not in the table yet, about. */
    default long waitingBytes() {
        return 0;
    }

    /** Whether rows are on their way into the table that come before all others: those have to wait. */
    default boolean isRestoring() {
        return false;
    }

    /** Puts nothing into the table until {@link #resume}: its rows are being copied. Rows that come meanwhile wait. */
    default void pause() {}

    /** Goes on after {@link #pause}. */
    default void resume() {}

    /**
     * Lets go of what is kept, since the rows have left the table.
     *
     * @param archived whether they are on their way to an archive; until they are there they stay in what this gives
     */
    default Future<EndedJournal> dayEnded(boolean archived) {
        return Future.succeededFuture(EndedJournal.NONE);
    }

    /** Takes nothing more; completes when nothing is under way. */
    default Future<Void> close() {
        return Future.succeededFuture();
    }

    /** The same for an owner that no longer is one: what is under way is not acknowledged. */
    default Future<Void> abandon() {
        return close();
    }
}
