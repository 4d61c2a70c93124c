package io.tickbus.store;

import io.tickbus.config.StoreConfig;
import io.tickbus.config.TableConfig;
import io.tickbus.event.Addresses;
import io.tickbus.event.Failure;
import io.tickbus.event.PartitionOpening;
import io.tickbus.event.Standing;
import io.tickbus.q.Schema;
import io.tickbus.table.Table;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All tables of the owner, and their addresses. Configured ones are there from the start, others come with a subscriber. */
final class Topics {
    private static final Logger LOG = LoggerFactory.getLogger(Topics.class);

    private final Vertx vertx;
    private final StoreConfig config;
    private final Replies replies;
    private final Map<String, Future<Topic>> topics = new LinkedHashMap<>();
    private final List<Topic> ready = new ArrayList<>();

    Topics(Vertx vertx, StoreConfig config, Replies replies) {
        this.vertx = vertx;
        this.config = config;
        this.replies = replies;
    }

    /** Makes the tables whose columns the configuration gives; the others wait for a subscriber to bring theirs. */
    Future<?> addConfigured() {
        List<Future<?>> added = new ArrayList<>();
        config.tables().forEach((name, table) -> {
            if (!table.columns().isEmpty()) {
                List<String> columns = List.copyOf(table.columns().keySet());
                added.add(add(
                        name, new Schema(columns, List.copyOf(table.columns().values()), 0)));
            }
        });
        return Future.all(added);
    }

    /** Lets a partition in, after making its table if there is none. */
    Future<Standing> open(PartitionOpening opening) {
        Future<Topic> topic = topics.get(opening.topic());
        return (topic != null ? topic : add(opening.topic(), opening.schema())).map(found -> found.open(opening));
    }

    JsonArray describe() {
        JsonArray tables = new JsonArray();
        ready.forEach(topic -> tables.add(topic.describe()));
        return tables;
    }

    void close() {
        ready.forEach(topic -> topic.fetches().close());
    }

    private Future<Topic> add(String name, Schema schema) {
        if (topics.size() == config.tablesMax()) {
            throw Failure.LIMIT.because(config.tablesMax() + " tables are the most; no room for " + name);
        }
        TableConfig settings = config.tables().getOrDefault(name, TableConfig.DEFAULT);
        Schema keyed = Keys.inFront(name, schema, settings.keys());
        Long retention = settings.retentionRowsMax();
        Table table = new Table(keyed, settings.segmentRows(), retention == null ? Long.MAX_VALUE : retention);
        Topic topic = new Topic(name, table, config, new VertxTimers(vertx));
        Future<Topic> added = listen(topic).map(topic).onSuccess(ready::add);
        topics.put(name, added);
        LOG.atInfo().addKeyValue("table", name).addKeyValue("schema", keyed).log("made a table");
        return added;
    }

    /** Completes when the whole cluster can reach the table. */
    private Future<?> listen(Topic topic) {
        String name = topic.name();
        MessageConsumer<Object> append = vertx.eventBus().consumer(Addresses.append(name));
        append.handler(message -> replies.appended(message, topic));
        MessageConsumer<JsonObject> fetch = vertx.eventBus().consumer(Addresses.fetch(name));
        fetch.handler(message -> replies.rows(
                message, () -> topic.fetches().fetch(request(message)).map(rows -> rows)));
        MessageConsumer<JsonObject> query = vertx.eventBus().consumer(Addresses.query(name));
        query.handler(message -> replies.rows(
                message, () -> Future.succeededFuture(topic.queries().query(request(message)))));
        return Future.all(append.completion(), fetch.completion(), query.completion());
    }

    private static JsonObject request(Message<JsonObject> message) {
        Object body = message.body();
        if (body instanceof JsonObject request) {
            return request;
        }
        throw Failure.BAD_REQUEST.because("a request is a JSON object");
    }
}
