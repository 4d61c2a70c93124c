package io.tickbus.event;

import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.Message;

/**
 * The format of replies with {@link Rows} or a {@link QueryResult}. The default is JSON, which every Vert.x client can
 * read. If the request has the header {@code format: batch}, the reply is the record itself. Both nodes then need the
 * codecs of {@link QCodec#registerAll}.
 */
public final class ReplyFormat {
    private static final String HEADER = "format";
    private static final String BATCH = "batch";

    private ReplyFormat() {}

    /** {@return new delivery options that request the record itself as the reply} */
    public static DeliveryOptions batch() {
        return new DeliveryOptions().addHeader(HEADER, BATCH);
    }

    /**
     * {@return a reply in the format that the request asks for} Replies other than rows and query results are returned
     * unchanged.
     *
     * @param request the request
     * @param reply the record to send as the reply
     */
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
