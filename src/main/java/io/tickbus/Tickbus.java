package io.tickbus;

import io.tickbus.client.ConsumerEvent;
import io.tickbus.client.ConsumerSettings;
import io.tickbus.client.ProducerSettings;
import io.tickbus.client.RowStream;
import io.tickbus.client.TableConsumer;
import io.tickbus.client.TableProducer;
import io.tickbus.client.Tables;
import io.tickbus.config.ClusterConfig;
import io.tickbus.config.ConfigException;
import io.tickbus.config.PipelineConfig;
import io.tickbus.event.Addresses;
import io.tickbus.event.QueryResult;
import io.tickbus.event.Rejection;
import io.tickbus.event.Rows;
import io.tickbus.event.Status;
import io.tickbus.pipeline.PipelineVerticle;
import io.tickbus.pipeline.Plan;
import io.tickbus.pipeline.Role;
import io.tickbus.q.Flip;
import io.tickbus.q.Schema;
import io.tickbus.record.RecordMapping;
import io.tickbus.record.TradingDay;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.SocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The entry point of Tickbus for applications. {@link #embedded} runs a pipeline in this JVM. {@link #connect} uses a
 * pipeline that other code runs, in this JVM or in the cluster of the Vert.x instance. {@link #join} joins a cluster
 * and uses its pipeline. Tables, queries, statuses and events are the same in all three cases.
 *
 * <p>{@link #close} ends everything that was started through this object. Consumers, streams, producers and handlers
 * also end when the verticle that started them is undeployed. Thread-safe. Futures complete on the caller's Vert.x
 * context, or on any thread if the caller has none.
 */
public final class Tickbus {
    private final PipelineAccess access;
    private final Vertx vertx;
    private final Tables tables;
    private final StatusWatch statusWatch;
    private final OpenClients readers = new OpenClients();
    private final OpenClients writers = new OpenClients();
    private final Map<String, TickbusTable> byName = new ConcurrentHashMap<>();
    private final Promise<Void> finish = Promise.promise();
    private @Nullable Future<Void> closing;

    private Tickbus(PipelineAccess access) {
        this.access = access;
        this.vertx = access.vertx();
        this.tables = new Tables(vertx);
        this.statusWatch = new StatusWatch(vertx);
        access.start().onSuccess(statusWatch::require).onFailure(statusWatch::fail);
        access.lost().onSuccess(reason -> end(new IllegalStateException(reason)));
    }

    /**
     * Runs a pipeline in this JVM. If a verticle calls this, the pipeline is deployed as its child and ends with it.
     *
     * @param vertx the Vert.x instance
     * @param config the configuration, with the keys of {@code conf/reference.yaml}
     * @return an object that can be used at once. The future of {@link #ready} succeeds when rows flow, and fails if
     *     the deployment fails.
     */
    public static Tickbus embedded(Vertx vertx, JsonObject config) {
        DeploymentOptions options = new DeploymentOptions().setConfig(config);
        return new Tickbus(new EmbeddedPipeline(vertx, new PipelineVerticle(), options));
    }

    /**
     * Runs a pipeline in this JVM, as {@link #embedded(Vertx, JsonObject)} does.
     *
     * @param vertx the Vert.x instance
     * @param config the configuration, for example from {@link PipelineConfig#read}
     * @return an object that can be used at once
     * @throws ConfigException if the configuration lacks a value that a part of the pipeline needs
     */
    public static Tickbus embedded(Vertx vertx, PipelineConfig config) {
        PipelineVerticle pipeline = new PipelineVerticle(Plan.of(config, Set.of(), 1));
        return new Tickbus(new EmbeddedPipeline(vertx, pipeline, new DeploymentOptions()));
    }

    /**
     * Uses a pipeline that runs in this JVM, or in the cluster if the Vert.x is clustered. The pipeline may start
     * later. {@link #close} leaves the pipeline and the Vert.x running.
     *
     * @param vertx the Vert.x instance
     * @return an object that can be used at once
     */
    public static Tickbus connect(Vertx vertx) {
        return new Tickbus(() -> vertx);
    }

    /**
     * Joins a cluster as a client and uses its pipeline. The client has its own Vert.x instance, see {@link #vertx}.
     * The client holds no tables and does not vote on leases. {@link #close} leaves the cluster. Needs
     * {@code io.vertx:vertx-hazelcast} on the class path.
     *
     * @param cluster the keys of the section {@code cluster} of {@code conf/reference.yaml}, for example
     *     {@code members}
     * @return a future that fails within seconds with {@code io.tickbus.cluster.JoinException} if there is no cluster,
     *     and with {@link ConfigException} if a key is wrong
     */
    public static Future<Tickbus> join(JsonObject cluster) {
        try {
            return join(ClusterConfig.of(new JsonObject(cluster.encode()).getMap(), System.getenv()));
        } catch (ConfigException wrong) {
            return Future.failedFuture(wrong);
        }
    }

    /**
     * Joins a cluster as a client and uses its pipeline, as {@link #join(JsonObject)} does.
     *
     * @param cluster the section {@code cluster} of a configuration
     * @return a future that fails within seconds with {@code io.tickbus.cluster.JoinException} if there is no cluster
     */
    public static Future<Tickbus> join(ClusterConfig cluster) {
        return JoinedCluster.of(cluster).map(Tickbus::new);
    }

    /** {@return the Vert.x instance that carries the rows} After {@link #join}, this is the client's own instance. */
    public Vertx vertx() {
        return vertx;
    }

    /**
     * {@return a future that succeeds with this object when the pipeline is live for the first time} The pipeline is
     * live when {@code /health/ready} reports it: a node owns the tables, and every subscriber that runs here or has
     * reported is live. Rows that a tickerplant receives afterwards reach the tables. The future fails with the reason
     * if the deployment fails, and also if this object is closed first.
     */
    public Future<Tickbus> ready() {
        return onCallersContext(statusWatch.live().map(this));
    }

    /**
     * {@return a future like that of {@link #ready()}, with a time limit} At the limit, the future fails with a
     * {@link TimeoutException}. Its message says which part is not live and why.
     *
     * @param msMax the time limit, in ms
     */
    public Future<Tickbus> ready(long msMax) {
        return ready().timeout(msMax, TimeUnit.MILLISECONDS)
                .recover(failure -> Future.failedFuture(
                        statusWatch.live().isComplete()
                                ? failure
                                : new TimeoutException("not live after " + msMax + " ms: "
                                        + String.join("; ", statusWatch.troubles()))));
    }

    /**
     * {@return the address at which a role of the embedded pipeline listens} If the configured port is 0, the address
     * has the port that the system chose.
     *
     * @param role {@link Role#TICKERPLANT}, {@link Role#GATEWAY} or {@link Role#WEB}
     * @throws IllegalStateException if the role does not listen here, for example before {@link #ready} has succeeded
     */
    public SocketAddress address(Role role) {
        SocketAddress address = access.address(role);
        if (address == null) {
            throw new IllegalStateException(
                    "no " + role
                            + " listens here: it needs its section in the configuration of Tickbus.embedded, and a completed ready()");
        }
        return address;
    }

    /** {@return an object that queries any table} */
    public Tables tables() {
        return tables;
    }

    /**
     * {@return a table} The table need not exist yet. A repeated call returns the same object.
     *
     * @param name the table's name
     */
    public TickbusTable table(String name) {
        return byName.computeIfAbsent(name, first -> new TickbusTable(this, name));
    }

    /**
     * {@return a table that is read and written as records} The table need not exist yet.
     *
     * @param name the table's name
     * @param type the record's class. Each component must have the name of a column and a type that fits the column,
     *     see {@link RecordMapping}.
     * @param <T> the record
     */
    public <T extends Record> RecordTable<T> table(String name, Class<T> type) {
        return new RecordTable<>(table(name), type, null);
    }

    /**
     * {@return a table that is read and written as records} Like {@link #table(String, Class)}, but an
     * {@link java.time.Instant} can also hold a time of day.
     *
     * @param name the table's name
     * @param type the record's class
     * @param day the date and the zone of the times of day. After the end of a day, a consumer continues with the next
     *     date. Sends keep the date.
     * @param <T> the record
     */
    public <T extends Record> RecordTable<T> table(String name, Class<T> type, TradingDay day) {
        return new RecordTable<>(table(name), type, day);
    }

    /**
     * Evaluates a {@code select} in q's language and returns its rows as records.
     *
     * @param query the text of the select
     * @param type the record's class. Each component must have the name of a column of the result and a type that fits
     *     the column.
     * @param <T> the record
     * @return the records. The future fails as {@link #select(String)} describes. If the record does not fit the
     *     result, it fails with {@code RecordMismatchException} or {@code RowException}.
     */
    public <T extends Record> Future<List<T>> select(String query, Class<T> type) {
        return select(query).map(result -> {
            Flip rows = result.rows();
            return RecordMapping.of(type, Schema.of(rows)).read(rows);
        });
    }

    /**
     * Evaluates a {@code select} in q's language, for example {@code select size wavg price by sym from trade}. The
     * future fails as {@link Tables#select} describes.
     *
     * @param query the text of the select
     * @return the result
     */
    public Future<QueryResult> select(String query) {
        return tables.select(query);
    }

    /**
     * Starts a consumer with settings.
     *
     * @param settings what to read, and how
     * @param handler receives batches of rows, as in {@link TableConsumer#start}
     * @param listener receives the events other than rows
     * @return the consumer
     * @throws IllegalStateException if this object is closed
     */
    public TableConsumer consume(
            ConsumerSettings settings, Function<Rows, ? extends Future<?>> handler, Consumer<ConsumerEvent> listener) {
        return readers.add(
                () -> TableConsumer.start(vertx, settings, handler, listener),
                TableConsumer::close,
                TableConsumer::finish);
    }

    /**
     * Creates a stream of rows with settings.
     *
     * @param settings what to read, and how
     * @param listener receives the events other than rows
     * @return the stream
     * @throws IllegalStateException if this object is closed
     */
    public RowStream stream(ConsumerSettings settings, Consumer<ConsumerEvent> listener) {
        return readers.add(() -> RowStream.of(vertx, settings, listener), RowStream::close, RowStream::finish);
    }

    /**
     * Creates a producer with settings. If a verticle calls this, the producer ends with the verticle.
     *
     * @param settings the table, and the limits of the queue
     * @return the producer
     * @throws IllegalStateException if this object is closed
     */
    public TableProducer producer(ProducerSettings settings) {
        return addProducer(() -> TableProducer.of(vertx, settings));
    }

    TableProducer addProducer(Supplier<TableProducer> create) {
        return writers.add(create, TableProducer::close, TableProducer::finish);
    }

    /**
     * Calls a handler with the status of each subscriber and of each table verticle. Each of them publishes its status
     * when it changes, and every {@link Status#PERIOD_MS} ms.
     *
     * @param handler runs on the caller's Vert.x context
     * @return the registration, whose {@code unregister} ends it
     * @throws IllegalStateException if this object is closed
     */
    public MessageConsumer<JsonObject> statuses(Handler<Status> handler) {
        return handle(Addresses.STATUS, json -> handler.handle(Status.of(json)));
    }

    /**
     * Calls a handler with the events of tables, such as gaps and ends of days. {@link Addresses#EVENTS} describes the
     * events.
     *
     * @param handler runs on the caller's Vert.x context
     * @return the registration, whose {@code unregister} ends it
     * @throws IllegalStateException if this object is closed
     */
    public MessageConsumer<JsonObject> events(Handler<JsonObject> handler) {
        return handle(Addresses.EVENTS, handler);
    }

    /**
     * Calls a handler for each rejection: rows or a request that were not applied, with the reason.
     *
     * @param handler runs on the caller's Vert.x context
     * @return the registration, whose {@code unregister} ends it
     * @throws IllegalStateException if this object is closed
     */
    public MessageConsumer<JsonObject> rejections(Handler<Rejection> handler) {
        return handle(Addresses.REJECTED, json -> handler.handle(Rejection.of(json)));
    }

    private MessageConsumer<JsonObject> handle(String address, Handler<JsonObject> handler) {
        Promise<Void> ended = Promise.promise();
        return readers.add(
                () -> vertx.eventBus()
                        .<JsonObject>consumer(address, message -> handler.handle(message.body()))
                        .endHandler(ended::tryComplete),
                MessageConsumer::unregister,
                registration -> ended.future());
    }

    /**
     * {@return a future that succeeds when this object is closed} After {@link #join}, this object is also closed when
     * the client loses the cluster. The future then fails with the reason, and the application can call {@link #join}
     * again.
     */
    public Future<Void> finish() {
        return afterClose(finish.future());
    }

    /**
     * Ends everything that was started through this object: first consumers and streams, then producers, and last the
     * embedded pipeline or the client of the cluster. Waits at most 10 s for running handlers, and then at most 10 s
     * for the results of sends. A repeated call changes nothing.
     *
     * @return a future that succeeds when everything has ended; it fails with the reason if a verticle failed to
     *     stop
     */
    public Future<Void> close() {
        return afterClose(end(null));
    }

    private synchronized Future<Void> end(@Nullable Throwable lost) {
        Future<Void> ending = closing;
        if (ending == null) {
            statusWatch.fail(lost != null ? lost : new IllegalStateException("closed before the pipeline was live"));
            ending = readers.close()
                    .compose(read -> writers.close())
                    .compose(written -> access.close())
                    .mapEmpty();
            closing = ending;
            ending.onComplete((closed, failure) -> finish.complete(null, lost != null ? lost : failure));
        }
        return ending;
    }

    /**
     * Like {@link #onCallersContext}, unless {@link #close} closes the caller's Vert.x instance. The future then
     * completes on any thread, because the caller's context no longer runs.
     */
    private Future<Void> afterClose(Future<Void> future) {
        ContextInternal context = ContextInternal.current();
        boolean isClosed = context != null && context.owner() == vertx && access.ownsVertx();
        return isClosed ? future : onCallersContext(future);
    }

    /** Returns a future that completes on the current Vert.x context, or on any thread if the caller has none. */
    <T> Future<T> onCallersContext(Future<T> future) {
        ContextInternal context = ContextInternal.current();
        if (context == null) {
            return future;
        }
        Promise<T> promise = context.promise();
        future.onComplete(promise);
        return promise.future();
    }
}
