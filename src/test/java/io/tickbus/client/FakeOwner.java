package io.tickbus.client;

import io.tickbus.event.Addresses;
import io.tickbus.event.QCodec;
import io.tickbus.event.Rows;
import io.tickbus.q.Flip;
import io.tickbus.q.LongVector;
import io.tickbus.q.QType;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Takes the requests about the table {@code trade}, and answers what and when the test says. */
final class FakeOwner {
    static final String TABLE = "trade";

    private static final long LIMIT_SECONDS = 20;

    private final Vertx vertx;
    private final BlockingQueue<Message<Object>> requests = new LinkedBlockingQueue<>();
    private final List<MessageConsumer<Object>> consumers = new ArrayList<>();

    FakeOwner(Vertx vertx) {
        QCodec.registerAll(vertx);
        this.vertx = vertx;
        for (String address : List.of(Addresses.fetch(TABLE), Addresses.query(TABLE), Addresses.append(TABLE))) {
            MessageConsumer<Object> consumer = vertx.eventBus().consumer(address, requests::add);
            Waiting.on(consumer.completion());
            consumers.add(consumer);
        }
    }

    /** Rows of the one column {@code n}. */
    static Flip numbers(long... numbers) {
        return new Flip(List.of("n"), List.of(new LongVector(QType.LONG, numbers)));
    }

    static Rows rows(TableVersion version, long offset, long... numbers) {
        return new Rows(offset, offset + numbers.length, numbers(numbers), version.generation(), version.epoch());
    }

    /** Returns the owner's reply for the first or the last row. The row itself does not matter. */
    static Rows edge(TableVersion version, long first, long next) {
        return new Rows(first, next, numbers(), version.generation(), version.epoch());
    }

    /** The next request, at this address with this body. */
    Message<Object> next(String address, @Nullable JsonObject body) {
        Message<Object> request = take();
        if (!request.address().equals(address) || (body != null && !body.equals(request.body()))) {
            throw new AssertionError(
                    "asked " + request.address() + " " + request.body() + " instead of " + address + " " + body);
        }
        return request;
    }

    /** The next request for rows, of a consumer that begins at the table's edge. No day has ended. */
    Message<Object> fetch(long offset) {
        return fetch(offset, "dayEnds", 0);
    }

    /** The next request for rows, with what the consumer knows of ends of days. */
    Message<Object> fetch(long offset, String field, long days) {
        return next(
                Addresses.fetch(TABLE),
                new JsonObject().put("offset", offset).put("waitMs", 10_000).put(field, days));
    }

    Message<Object> query(String op) {
        return next(Addresses.query(TABLE), new JsonObject().put("op", op).put("rows", 1));
    }

    Message<Object> append() {
        return next(Addresses.append(TABLE), null);
    }

    private Message<Object> take() {
        try {
            Message<Object> request = requests.poll(LIMIT_SECONDS, TimeUnit.SECONDS);
            if (request == null) {
                throw new AssertionError("nothing was asked within " + LIMIT_SECONDS + " s");
            }
            return request;
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }

    /** Whether nothing was asked that the test has not taken. */
    boolean isIdle() {
        return requests.isEmpty();
    }

    void announce(long epoch) {
        vertx.eventBus()
                .publish(Addresses.OWNER, new JsonObject().put("epoch", epoch).put("node", "fake"));
    }

    void undeploy() {
        consumers.forEach(consumer -> Waiting.on(consumer.unregister()));
    }
}
