package io.tickbus.bench;

import io.tickbus.event.AppendReply;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.function.Supplier;

/**
 * Appends messages as a verticle of an application does: from one context, with several requests in flight. Each reply
 * sends the next request. Only the context's thread uses it after the start.
 */
final class AppendLoop {
    private static final int IN_FLIGHT_MAX = 32;

    private final Vertx vertx;
    private final String address;
    private final Supplier<Object> rows;
    private final long endNs;
    private final Promise<Long> finished = Promise.promise();
    private long messages;
    private int inFlight;

    private AppendLoop(Vertx vertx, String address, Supplier<Object> rows, long endNs) {
        this.vertx = vertx;
        this.address = address;
        this.rows = rows;
        this.endNs = endNs;
    }

    /**
     * Runs until a time, and waits for all replies.
     *
     * @param rows returns the body of the next request, on the context
     * @param endNs the time of {@link System#nanoTime} after which no request is sent
     * @return the number of messages
     */
    static Future<Long> run(Vertx vertx, String address, Supplier<Object> rows, long endNs) {
        AppendLoop loop = new AppendLoop(vertx, address, rows, endNs);
        vertx.getOrCreateContext().runOnContext(start -> {
            for (int i = 0; i < IN_FLIGHT_MAX; i++) {
                loop.send();
            }
        });
        return loop.finished.future();
    }

    private void send() {
        inFlight++;
        messages++;
        vertx.eventBus().<AppendReply>request(address, rows.get()).onComplete(reply -> {
            inFlight--;
            if (reply.failed()) {
                finished.tryFail(reply.cause());
            } else if (System.nanoTime() < endNs) {
                send();
            } else if (inFlight == 0) {
                finished.tryComplete(messages);
            }
        });
    }
}
