package io.tickbus.store;

import io.tickbus.event.Addresses;
import io.tickbus.event.Failure;
import io.tickbus.event.PartitionOpening;
import io.tickbus.event.Standing;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.Map;

/** Puts the owner's tables on their addresses. */
final class Listeners {
    private final Vertx vertx;
    private final Topics topics;
    private final Replies replies;
    private final Map<String, Future<Topic>> listening = new HashMap<>();

    Listeners(Vertx vertx, Topics topics, Replies replies) {
        this.vertx = vertx;
        this.topics = topics;
        this.replies = replies;
    }

    /** Lets a partition in, after making its table if there is none. */
    Future<Standing> open(PartitionOpening opening) {
        Future<Topic> topic = listening.get(opening.topic());
        return (topic != null ? topic : listen(topics.add(opening.topic(), opening.schema())))
                .map(found -> found.open(opening));
    }

    /** Completes when the whole cluster can reach the table. */
    Future<Topic> listen(Topic topic) {
        String name = topic.name();
        MessageConsumer<Object> append = vertx.eventBus().consumer(Addresses.append(name));
        append.handler(message -> replies.appended(message, topic));
        MessageConsumer<JsonObject> fetch = vertx.eventBus().consumer(Addresses.fetch(name));
        fetch.handler(message -> replies.rows(
                message, () -> topic.fetches().fetch(request(message)).map(rows -> rows)));
        MessageConsumer<JsonObject> query = vertx.eventBus().consumer(Addresses.query(name));
        query.handler(message -> replies.rows(message, () -> topic.queries().query(request(message))));
        Future<Topic> reached = Future.all(append.completion(), fetch.completion(), query.completion())
                .map(topic);
        listening.put(name, reached);
        return reached;
    }

    private static JsonObject request(Message<JsonObject> message) {
        Object body = message.body();
        if (body instanceof JsonObject request) {
            return request;
        }
        throw Failure.BAD_REQUEST.because("a request is a JSON object");
    }
}
