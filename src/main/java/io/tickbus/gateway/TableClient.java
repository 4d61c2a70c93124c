package io.tickbus.gateway;

import io.tickbus.client.Tables;
import io.tickbus.event.Failure;
import io.tickbus.retry.Backoff;
import io.tickbus.server.QError;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Supplier;

/**
 * Sends requests to the owner of the tables. {@link TableQueries} and {@link UpdCall} use this class. While no node
 * owns the tables, a request is retried for up to {@link #WAIT_MS_MAX}. Every failure becomes a {@link QError} with q's
 * word for the error and the reason. Belongs to the gateway's event loop.
 */
final class TableClient {
    /**
     * Time in ms that a request waits for a new owner. A new owner normally replaces a failed owner within half of this
     * time.
     */
    static final long WAIT_MS_MAX = 10_000;

    private static final int RETRY_DELAY_MS_MIN = 50;
    private static final int RETRY_DELAY_MS_MAX = 500; // Short, because a client waits for the reply.
    private static final int KNOWN_TABLES_MAX = 10_000;

    private final Vertx vertx;
    private final Tables tables;
    private final long waitMsMax;
    private final SplittableRandom random = new SplittableRandom();
    /**
     * Names of tables for which a request has succeeded before. If a new owner lacks a known table, the table's
     * subscriber soon creates the table again. Requests for known tables are therefore retried.
     */
    private final Set<String> known = new HashSet<>();

    TableClient(Vertx vertx, Tables tables, long waitMsMax) {
        this.vertx = vertx;
        this.tables = tables;
        this.waitMsMax = waitMsMax;
    }

    /**
     * Sends a request about a table.
     *
     * @param request sends the request. The supplier is called again only if no node received the request, or if
     *     the receiver did not own the tables. A retry therefore cannot append rows twice.
     * @return the reply. Every failure is a {@link QError}. If the table does not exist, the error's text is the
     *     table's name.
     */
    <T> Future<T> request(String table, Supplier<Future<T>> request) {
        Promise<T> reply = Promise.promise();
        new Attempts<>(table, request, reply).send();
        return reply.future();
    }

    /** Sends a request about all tables. Every failure is a {@link QError}. */
    <T> Future<T> requestAll(Supplier<Future<T>> request) {
        return request("", request);
    }

    private final class Attempts<T> {
        private final String table;
        private final Supplier<Future<T>> request;
        private final Promise<T> reply;
        private final long start = System.nanoTime();
        private final Backoff backoff = new Backoff(RETRY_DELAY_MS_MIN, RETRY_DELAY_MS_MAX, random);

        Attempts(String table, Supplier<Future<T>> request, Promise<T> reply) {
            this.table = table;
            this.request = request;
            this.reply = reply;
        }

        void send() {
            Future.succeededFuture()
                    // Future.compose turns an exception of request.get() into a failed future. A retry runs in a
                    // timer's handler, where an exception would not reach the caller.
                    .compose(now -> request.get())
                    .onSuccess(this::answered)
                    .onFailure(this::failed);
        }

        private void answered(T result) {
            if (known.size() < KNOWN_TABLES_MAX) {
                known.add(table);
            }
            reply.complete(result);
        }

        private void failed(Throwable failure) {
            boolean unreceived =
                    failure instanceof ReplyException error && error.failureType() == ReplyFailure.NO_HANDLERS;
            if (!unreceived && !Failure.NOT_OWNER.isCauseOf(failure)) {
                reply.fail(error(table, failure));
            } else if (unreceived && !table.isEmpty() && !known.contains(table)) {
                tables.list().onComplete(listed -> {
                    boolean unknown = listed.succeeded()
                            && listed.result().stream().noneMatch(one -> table.equals(one.getString("table")));
                    if (unknown) {
                        reply.fail(QError.name(table));
                    } else {
                        retry();
                    }
                });
            } else {
                retry();
            }
        }

        private void retry() {
            if (System.nanoTime() - start > waitMsMax * 1_000_000) {
                known.remove(table);
                String what = table.isEmpty() ? "tables" : table;
                reply.fail(new QError(what + ": no owner now, ask again"));
            } else {
                vertx.setTimer(backoff.nextDelayMs(), due -> send());
            }
        }
    }

    private static QError error(String table, Throwable failure) {
        String reason = String.valueOf(failure.getMessage());
        if (failure instanceof QError error) {
            return error;
        }
        if (Failure.BAD_REQUEST.isCauseOf(failure) || Failure.NYI.isCauseOf(failure)) {
            return new QError(reason); // The reason begins with q's word for the error.
        }
        if (Failure.BAD_ROWS.isCauseOf(failure)) {
            return QError.type(table + ": " + reason);
        }
        if (Failure.LIMIT.isCauseOf(failure)) {
            return new QError("limit: " + table + ": " + reason);
        }
        boolean late = failure instanceof ReplyException error && error.failureType() == ReplyFailure.TIMEOUT;
        return new QError((late ? "timeout: " : "unavailable: ") + table + ": " + reason);
    }
}
