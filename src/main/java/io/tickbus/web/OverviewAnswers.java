package io.tickbus.web;

import io.tickbus.event.Addresses;
import io.tickbus.event.Rejection;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.Message;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Answers HTTP requests for the {@link Overview}. The web verticle adds this handler to its routes. The descriptions of
 * the tables come from their owner. Only the thread of the web verticle uses this class.
 */
final class OverviewAnswers implements Handler<RoutingContext> {
    /**
     * Time limit for the owner's answer, in ms. After this time, the overview contains an error instead of the tables.
     */
    private static final int OWNER_MS_MAX = 2000;

    private final Vertx vertx;
    private final Overview overview;
    private @Nullable Future<JsonArray> pending;

    OverviewAnswers(Vertx vertx, String node, PipelineParts parts) {
        this.vertx = vertx;
        this.overview = new Overview(node, Instant.now(), parts);
    }

    /** Starts to record rejections and events. The result completes when both consumers are registered. */
    Future<?> listen() {
        return Future.all(
                vertx.eventBus()
                        .<JsonObject>consumer(
                                Addresses.REJECTED,
                                message -> overview.record(Rejection.of(message.body()), Instant.now()))
                        .completion(),
                vertx.eventBus()
                        .<JsonObject>consumer(
                                Addresses.EVENTS, message -> overview.event(message.body(), Instant.now()))
                        .completion());
    }

    @Override
    public void handle(RoutingContext request) {
        tables().map(tables -> overview.toJson(tables, null, System.nanoTime()))
                .recover(error -> Future.succeededFuture(
                        overview.toJson(new JsonArray(), String.valueOf(error.getMessage()), System.nanoTime())))
                .onSuccess(json -> request.response()
                        .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                        .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                        .end(json.encode() + "\n"))
                .onFailure(request::fail);
    }

    /**
     * Requests the descriptions of the tables from their owner. HTTP requests that arrive before the answer share one
     * request to the owner.
     */
    private Future<JsonArray> tables() {
        Future<JsonArray> current = pending;
        if (current != null) {
            return current;
        }
        Future<JsonArray> answer = vertx.eventBus()
                .<JsonArray>request(
                        Addresses.TABLES, new JsonObject(), new DeliveryOptions().setSendTimeout(OWNER_MS_MAX))
                .map(Message::body);
        pending = answer;
        answer.onComplete(answered -> pending = null);
        return answer;
    }
}
