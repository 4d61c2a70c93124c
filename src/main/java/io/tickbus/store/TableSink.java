package io.tickbus.store;

import io.tickbus.event.AppendReply;
import io.tickbus.event.Failure;
import io.tickbus.q.Flip;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Function;

/**
 * Appends the rows of applications to the table, in the order in which they arrive. Only the owner's thread uses this
 * class.
 */
final class TableSink implements AppendSink {
    /** Limit on the rows that wait while the table's rows are copied. */
    static final int WAITING_ROWS_MAX = 1 << 20;

    private record Waiting(Flip rows, Promise<AppendReply> reply) {}

    private final String table;
    private final Function<Flip, AppendReply> application;
    private final Deque<Waiting> waiting = new ArrayDeque<>();
    private boolean paused;
    private long waitingRows;

    /** @param application appends rows to the table */
    TableSink(String table, Function<Flip, AppendReply> application) {
        this.table = table;
        this.application = application;
    }

    @Override
    public Future<AppendReply> append(Flip rows) {
        if (!paused) {
            return Future.succeededFuture(application.apply(rows));
        }
        if (waitingRows + rows.size() > WAITING_ROWS_MAX) {
            return Future.failedFuture(Failure.LIMIT.because(
                    waitingRows + " rows wait for the rebuild of table " + table + "; " + WAITING_ROWS_MAX + " may"));
        }
        Waiting request = new Waiting(rows, Promise.promise());
        waiting.add(request);
        waitingRows += rows.size();
        return request.reply.future();
    }

    @Override
    public void pause() {
        paused = true;
    }

    @Override
    public void resume() {
        paused = false;
        while (!waiting.isEmpty()) {
            Waiting request = waiting.remove();
            try {
                request.reply.complete(application.apply(request.rows));
            } catch (RuntimeException reason) { // For example, the table may have other columns now.
                request.reply.fail(reason);
            }
        }
        waitingRows = 0;
    }

    /** Stops. All waiting rows are refused. */
    @Override
    public Future<Void> close() {
        while (!waiting.isEmpty()) {
            waiting.remove().reply.fail(Failure.UNAVAILABLE.because("the owner stops; nothing was appended"));
        }
        return Future.succeededFuture();
    }
}
