package io.tickbus.gateway;

import io.tickbus.client.Tables;
import io.tickbus.event.Failure;
import io.tickbus.server.QError;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Asks whoever owns the tables. While owners change there is nobody to ask: then it asks again, for {@link #WAIT_MS_MAX} if need
 * be. What goes wrong is told as q would signal it, with a reason behind. On one event loop.
 */
final class TableClient {
    /** How long a client waits for the next owner, in milliseconds. A node that falls silent is replaced within half of it. */
    static final long WAIT_MS_MAX = 10_000;

    private static final long AGAIN_MS = 100;
    private static final int KNOWN_TABLES_MAX = 10_000;

    private final Vertx vertx;
    private final Tables tables;
    private final long waitMsMax;
    /** Tables that were there: one that is gone is about to come back with its subscriber. */
    private final Set<String> known = new HashSet<>();

    TableClient(Vertx vertx, Tables tables, long waitMsMax) {
        this.vertx = vertx;
        this.tables = tables;
        this.waitMsMax = waitMsMax;
    }

    /**
     * Asks about a table.
     *
     * @param question sent again when nobody has heard it; so it may also be rows to append
     * @return fails with a {@link QError}: the table's name where there is no such table
     */
    <T> Future<T> request(String table, Supplier<Future<T>> question) {
        Promise<T> answer = Promise.promise();
        new Asking<>(table, question, answer).ask();
        return answer.future();
    }

    /** Asks about all tables. */
    <T> Future<T> requestAll(Supplier<Future<T>> question) {
        return request("", question);
    }

    private final class Asking<T> {
        private final String table;
        private final Supplier<Future<T>> question;
        private final Promise<T> answer;
        private final long start = System.nanoTime();

        Asking(String table, Supplier<Future<T>> question, Promise<T> answer) {
            this.table = table;
            this.question = question;
            this.answer = answer;
        }

        void ask() {
            Future.succeededFuture()
                    .compose(now -> question.get()) // what it throws, a timer would swallow
                    .onSuccess(this::answered)
                    .onFailure(this::failed);
        }

        private void answered(T reply) {
            if (known.size() < KNOWN_TABLES_MAX) {
                known.add(table);
            }
            answer.complete(reply);
        }

        private void failed(Throwable failure) {
            boolean unheard =
                    failure instanceof ReplyException reply && reply.failureType() == ReplyFailure.NO_HANDLERS;
            if (!unheard && !Failure.NOT_OWNER.isCauseOf(failure)) {
                answer.fail(error(table, failure));
            } else if (unheard && !table.isEmpty() && !known.contains(table)) {
                tables.list().onComplete(listed -> {
                    boolean unknown = listed.succeeded()
                            && listed.result().stream().noneMatch(one -> table.equals(one.getString("table")));
                    if (unknown) {
                        answer.fail(QError.name(table));
                    } else {
                        askAgain();
                    }
                });
            } else {
                askAgain();
            }
        }

        private void askAgain() {
            if (System.nanoTime() - start > waitMsMax * 1_000_000) {
                known.remove(table);
                String what = table.isEmpty() ? "tables" : table;
                answer.fail(new QError(what + ": no owner now, ask again"));
            } else {
                vertx.setTimer(AGAIN_MS, due -> ask());
            }
        }
    }

    private static QError error(String table, Throwable failure) {
        String reason = String.valueOf(failure.getMessage());
        if (failure instanceof QError error) {
            return error;
        }
        if (Failure.BAD_REQUEST.isCauseOf(failure) || Failure.NYI.isCauseOf(failure)) {
            return new QError(reason); // begins with q's word
        }
        if (Failure.BAD_ROWS.isCauseOf(failure)) {
            return QError.type(table + ": " + reason);
        }
        if (Failure.LIMIT.isCauseOf(failure)) {
            return new QError("limit: " + table + ": " + reason);
        }
        boolean late = failure instanceof ReplyException reply && reply.failureType() == ReplyFailure.TIMEOUT;
        return new QError((late ? "timeout: " : "unavailable: ") + table + ": " + reason);
    }
}
