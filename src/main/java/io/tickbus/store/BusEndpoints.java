package io.tickbus.store;

import io.tickbus.event.Addresses;
import io.tickbus.event.Failure;
import io.tickbus.replication.OpenPartition;
import io.tickbus.replication.PartitionState;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Registers and unregisters the event bus addresses of the owner's tables. Only the owner's thread uses this class. */
final class BusEndpoints {
    private final Vertx vertx;
    private final Topics topics;
    private final RequestGuard requestGuard;
    private final Map<String, Future<Topic>> listening = new HashMap<>();
    private final List<MessageConsumer<?>> consumers = new ArrayList<>();

    BusEndpoints(Vertx vertx, Topics topics, RequestGuard requestGuard) {
        this.vertx = vertx;
        this.topics = topics;
        this.requestGuard = requestGuard;
    }

    /**
     * Registers the addresses of the configured tables. Also registers the address that lists all tables, and the
     * address that opens partitions. The future completes when all nodes of the cluster can reach the addresses.
     */
    Future<?> listen() {
        List<Future<?>> all = new ArrayList<>();
        topics.addConfigured().forEach(topic -> all.add(listen(topic)));
        all.add(consume(
                Addresses.TABLES,
                message -> requestGuard.answer(message, () -> Future.succeededFuture(topics.describe()))));
        all.add(consume(
                OpenPartition.ADDRESS, message -> requestGuard.answer(message, () -> open(opening(message.body())))));
        return Future.all(all);
    }

    private static OpenPartition opening(@Nullable Object body) {
        if (body instanceof OpenPartition request) {
            return request;
        }
        throw Failure.BAD_REQUEST.because("a partition is opened with an OpenPartition message");
    }

    /** Opens a partition. If the table does not exist, adds the table first. */
    private Future<PartitionState> open(OpenPartition request) {
        Future<Topic> topic = listening.get(request.topic());
        return (topic != null ? topic : listen(topic(request))).map(found -> found.open(request));
    }

    private Topic topic(OpenPartition request) {
        // The table exists already if an earlier registration of its addresses has failed.
        Topic known = topics.find(request.topic());
        return known != null ? known : topics.add(request.topic(), request.schema());
    }

    private Future<Topic> listen(Topic topic) {
        String name = topic.name();
        int before = consumers.size();
        Future<Topic> reached = Future.all(
                        consume(Addresses.append(name), message -> requestGuard.appended(message, topic)),
                        consume(
                                Addresses.fetch(name),
                                message -> requestGuard.rows(
                                        message,
                                        () -> topic.fetches()
                                                .fetch(request(message))
                                                .map(rows -> rows))),
                        consume(
                                Addresses.query(name),
                                message -> requestGuard.rows(message, () -> answer(topic, message))))
                .map(topic);
        List<MessageConsumer<?>> added = List.copyOf(consumers.subList(before, consumers.size()));
        listening.put(name, reached);
        reached.onFailure(
                unreachable -> { // The next request for the table tries to register again.
                    listening.remove(name);
                    consumers.removeAll(added);
                    added.forEach(MessageConsumer::unregister);
                });
        return reached;
    }

    private static Future<Object> answer(Topic topic, Message<Object> message) {
        long startNs = System.nanoTime();
        return topic.queries()
                .query(request(message))
                .onComplete(over -> topic.requestStats().answered(startNs));
    }

    private Future<Void> consume(String address, Handler<Message<Object>> handler) {
        MessageConsumer<Object> consumer = vertx.eventBus().consumer(address, handler);
        consumers.add(consumer);
        return consumer.completion();
    }

    private static JsonObject request(Message<Object> message) {
        Object body = message.body();
        if (body instanceof JsonObject request) {
            return request;
        }
        throw Failure.BAD_REQUEST.because("a request is a JSON object");
    }

    /** Unregisters all addresses. The future completes when no request can reach the tables. */
    Future<?> close() {
        // A registration that fails during the loop changes the list, so the loop needs a copy.
        List<MessageConsumer<?>> all = List.copyOf(consumers);
        return Future.join(all.stream().map(MessageConsumer::unregister).toList());
    }
}
