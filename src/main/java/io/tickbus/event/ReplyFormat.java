package io.tickbus.event;

import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.Message;

/**
 * The form in which {@link Rows} and an {@link QueryResult} are replied. It is JSON, which every Vert.x can read, unless the request has
 * the header {@code format} with the value {@code batch}: then they are replied as they are, which takes the codecs of {@link
 * QCodec#registerAll} at both ends.
 */
public final class ReplyFormat {
    private static final String HEADER = "format";
    private static final String BATCH = "batch";

    private ReplyFormat() {}

    /** Returns new options of a request whose reply is to be a batch. */
    public static DeliveryOptions batch() {
        return new DeliveryOptions().addHeader(HEADER, BATCH);
    }

    /** Returns a reply in the form that the request asks for. Everything but rows and answers is returned as it is. */
    public static Object of(Message<?> request, Object reply) {
        if (BATCH.equals(request.headers().get(HEADER))) {
            return reply;
        }
        if (reply instanceof Rows rows) {
            return rows.toJson();
        }
        return reply instanceof QueryResult queryResult ? queryResult.toJson() : reply;
    }
}
