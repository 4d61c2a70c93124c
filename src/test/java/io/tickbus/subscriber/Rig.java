package io.tickbus.subscriber;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tickbus.config.StoreConfig;
import io.tickbus.config.SubscriberConfig;
import io.tickbus.event.Addresses;
import io.tickbus.event.Failure;
import io.tickbus.event.ReplyFormat;
import io.tickbus.event.Rows;
import io.tickbus.q.Atom;
import io.tickbus.q.Flip;
import io.tickbus.q.GeneralList;
import io.tickbus.q.LongVector;
import io.tickbus.q.QType;
import io.tickbus.q.QVector;
import io.tickbus.q.Schema;
import io.tickbus.q.Value;
import io.tickbus.q.wire.FakeQ;
import io.tickbus.replication.ControlRecord;
import io.tickbus.replication.OpenPartition;
import io.tickbus.replication.PartitionBatch;
import io.tickbus.replication.ReplicationCodecs;
import io.tickbus.store.TableVerticle;
import io.tickbus.table.RandomRows;
import io.vertx.core.Context;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.ThreadingModel;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.stream.LongStream;

/** A Vert.x, a fake q, and what the bus said; the owner of the tables is real unless a test takes its place. */
final class Rig implements AutoCloseable {
    /** For what comes at once when it comes. */
    static final int LIMIT_MS = FakeQ.LIMIT_MS;

    /** A tenth of every limit that the waits ended by a stop have of their own, and far more than a stop takes. */
    private static final int STOP_MS_MAX = LIMIT_MS / 10;

    final Vertx vertx = Vertx.vertx();
    private final Context hearing = vertx.getOrCreateContext(); // the context of this thread's consumers
    final FakeQ q = new FakeQ();
    private final List<JsonObject> rejections = new CopyOnWriteArrayList<>();
    final List<JsonObject> statuses = new CopyOnWriteArrayList<>();
    private final List<JsonObject> events = new CopyOnWriteArrayList<>();
    /** Rows and marks as they were sent, also those that were sent again. */
    final List<PartitionBatch> sent = new CopyOnWriteArrayList<>();

    /** Selects the batches that the bus loses. */
    volatile Predicate<PartitionBatch> lost = batch -> false;

    /** Openings that were asked for, by table, whatever became of them. */
    final List<String> openings = new CopyOnWriteArrayList<>();

    /** Tables whose openings the bus holds back until {@link #letThrough}. */
    volatile Predicate<String> held = table -> false;

    private final Queue<Runnable> heldOpenings = new ConcurrentLinkedQueue<>();

    private String owner = "";
    private String deployment = "";

    Rig() throws Exception {
        ReplicationCodecs.registerAll(vertx);
        vertx.eventBus().addOutboundInterceptor(delivery -> {
            if (delivery.body() instanceof PartitionBatch batch && batch.end() > batch.position()) {
                sent.add(batch);
                if (lost.test(batch)) {
                    return;
                }
            }
            if (delivery.body() instanceof OpenPartition opening) {
                openings.add(opening.topic());
                if (held.test(opening.topic())) {
                    heldOpenings.add(delivery::next);
                    return;
                }
            }
            delivery.next();
        });
        await(vertx.eventBus()
                .<JsonObject>consumer(Addresses.REJECTED, message -> rejections.add(message.body()))
                .completion());
        await(vertx.eventBus()
                .<JsonObject>consumer(Addresses.EVENTS, message -> events.add(message.body()))
                .completion());
        await(vertx.eventBus()
                .<JsonObject>consumer(Addresses.STATUS, message -> {
                    if (message.body().getString("part").equals("subscriber")) {
                        statuses.add(message.body());
                    }
                })
                .completion());
    }

    @Override
    public void close() throws IOException {
        await(vertx.close());
        q.close();
    }

    static <T> T await(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(LIMIT_MS, TimeUnit.MILLISECONDS);
        } catch (java.util.concurrent.ExecutionException error) {
            throw new IllegalStateException(error.getCause());
        } catch (InterruptedException | java.util.concurrent.TimeoutException error) {
            throw new IllegalStateException("waited in vain", error);
        }
    }

    /** Waits for a condition; its description is the failure. */
    static void until(String what, Callable<Boolean> condition) {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(LIMIT_MS);
        try {
            while (!condition.call()) {
                assertThat(System.nanoTime()).as("in time: " + what).isLessThan(deadline);
                LockSupport.parkNanos(1_000_000);
            }
        } catch (Exception error) {
            throw new IllegalStateException(what, error);
        }
    }

    /** Deploys an owner of the tables, which has none yet. */
    void ownTables() {
        owner = await(vertx.deployVerticle(new TableVerticle(StoreConfig.of(Map.of()))));
    }

    /** Takes the owner away, and all tables with it. */
    void loseOwner() {
        await(vertx.undeploy(owner));
    }

    /** Lets the openings through that were held back, and those to come. */
    void letThrough() {
        held = table -> false;
        for (Runnable next = heldOpenings.poll(); next != null; next = heldOpenings.poll()) {
            next.run();
        }
    }

    /** How often a table's opening was asked for. */
    long openings(String table) {
        return openings.stream().filter(table::equals).count();
    }

    /** A subscriber to the fake q with short delays; keys and values that differ follow. */
    SubscriberConfig config(Object... differing) {
        Map<String, Object> tree = new HashMap<>(Map.of(
                "name",
                "s",
                "port",
                q.port(),
                "reconnectDelayMsMin",
                1,
                "reconnectDelayMsMax",
                20,
                "stopTimeoutMs",
                5000));
        tree.put("connectTimeoutMs", LIMIT_MS);
        tree.put("acknowledgeTimeoutMs", 1000);
        tree.put("replay", "none"); // the fake q has no log
        for (int i = 0; i < differing.length; i += 2) {
            tree.put((String) differing[i], differing[i + 1]);
        }
        return SubscriberConfig.of(tree, Map.of());
    }

    String deploy(SubscriberConfig config) {
        deployment = await(vertx.deployVerticle(
                new SubscriberVerticle(config), new DeploymentOptions().setThreadingModel(ThreadingModel.WORKER)));
        return deployment;
    }

    /** The subscriber that was deployed last. */
    String deployment() {
        return deployment;
    }

    /** Stops the subscriber that was deployed last, which waits for nothing, leaves no thread, and says so. */
    void stopsSoon() {
        long before = System.nanoTime();
        await(vertx.undeploy(deployment));
        assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - before)).isLessThan(STOP_MS_MAX);
        until("no thread", () -> qThreads() == 0);
        until("said", () -> lastStatus().getString("state").equals("STOPPED"));
        assertThatThrownBy(() -> await(vertx.undeploy(deployment)))
                .as("undeployed already")
                .hasMessageContaining("Unknown deployment");
    }

    /** Answers the next {@code .u.sub} with the schema of {@link #prices}, and waits until the subscriber is live. */
    FakeQ.Peer live(SubscriberConfig config) throws IOException {
        deploy(config);
        return live();
    }

    FakeQ.Peer live() throws IOException {
        int before = statuses.size();
        FakeQ.Peer peer = q.greet();
        peer.read();
        peer.reply(new GeneralList(Atom.symbol("prices"), prices().slice(0, 0)));
        until(
                "LIVE",
                () -> statuses.stream()
                        .skip(before)
                        .anyMatch(status -> status.getString("state").equals("LIVE")));
        return peer;
    }

    /** Rows with one column, {@code n}, holding these numbers. */
    static Flip prices(long... n) {
        return new Flip(List.of("n"), List.of(longs(n)));
    }

    static QVector longs(long... items) {
        return new LongVector(QType.LONG, items);
    }

    static Value upd(Value rows) {
        return new GeneralList(Atom.symbol("upd"), Atom.symbol("prices"), rows);
    }

    static Value upd(long... n) {
        return upd(prices(n));
    }

    static long[] range(long from, long to) {
        return LongStream.range(from, to).toArray();
    }

    /** All rows of a table, none when it is not there. */
    Flip rows(String table) {
        JsonArray tables = (JsonArray)
                await(vertx.eventBus().request(Addresses.TABLES, null)).body();
        JsonObject description = tables.stream()
                .map(one -> (JsonObject) one)
                .filter(one -> one.getString("table").equals(table))
                .findAny()
                .orElse(null);
        if (description == null) {
            return prices();
        }
        List<Flip> parts = new ArrayList<>();
        try {
            long next = description.getLong("firstOffset");
            do { // A fetch ends where a day has ended.
                JsonObject request = new JsonObject().put("offset", next).put("rowsMax", 100_000);
                Rows rows = (Rows) await(vertx.eventBus().request(Addresses.fetch(table), request, ReplyFormat.batch()))
                        .body();
                parts.add(rows.rows());
                next = rows.next();
            } while (next < description.getLong("nextOffset"));
        } catch (IllegalStateException failure) {
            Throwable cause = failure.getCause();
            if (cause != null && Failure.OUT_OF_RANGE.isCauseOf(cause)) {
                return rows(table); // its rows have left meanwhile
            }
            throw failure;
        }
        return RandomRows.joined(Schema.of(parts.get(0)), parts);
    }

    long[] numbers() {
        QVector column = rows("prices").column(0);
        return LongStream.range(0, column.size())
                .map(i -> column.longAt((int) i))
                .toArray();
    }

    void untilNumbersAre(long... expected) {
        until("rows " + expected.length, () -> numbers().length >= expected.length);
        assertThat(numbers()).containsExactly(expected);
    }

    /** The reasons of the rejections that were published before now. */
    List<String> reasons() {
        return rejections().stream().map(one -> one.getString("reason")).toList();
    }

    /** States and their reasons as they were published, repetitions left out. */
    List<String> states() {
        return statuses.stream()
                .map(one -> (one.getString("state") + " " + one.getString("reason")).trim())
                .reduce(
                        List.<String>of(),
                        (all, one) -> !all.isEmpty() && all.get(all.size() - 1).equals(one)
                                ? all
                                : java.util.stream.Stream.concat(all.stream(), java.util.stream.Stream.of(one))
                                        .toList(),
                        (a, b) -> a);
    }

    /**
     * Returns the rows and control records that a table received, in order. A row is its number, and a record is its
     * kind with its details.
     */
    List<String> journal(String table) {
        List<String> lines = new ArrayList<>();
        for (PartitionBatch batch : sent) {
            if (!batch.topic().equals(table)) {
                continue;
            }
            for (int i = 0; i < batch.rows().size(); i++) {
                lines.add(String.valueOf(batch.rows().column(0).longAt(i)));
            }
            ControlRecord controlRecord = batch.controlRecord();
            if (controlRecord != null) {
                lines.add((controlRecord.kind() + " " + (controlRecord.date() == null ? "" : controlRecord.date()))
                        .trim());
            }
        }
        return lines;
    }

    /** Lets the bus deliver what was published before now: rows can be seen in a table before an event that was published first. */
    private void hearAll() {
        Promise<Void> heard = Promise.promise();
        hearing.runOnContext(turn -> heard.complete());
        await(heard.future());
    }

    /** The rejections that were published before now. */
    List<JsonObject> rejections() {
        hearAll();
        return List.copyOf(rejections);
    }

    /** The events that the owner published before now. */
    List<JsonObject> events() {
        hearAll();
        return List.copyOf(events);
    }

    /** The reasons of the events of a kind that the owner published before now. */
    List<String> events(String kind) {
        return events().stream()
                .filter(event -> event.getString("event").equals(kind))
                .map(event -> event.getString("reason"))
                .toList();
    }

    /** Waits until the owner has been told of an event of a kind. */
    void untilEvent(String kind) {
        until(kind, () -> !events(kind).isEmpty());
    }

    /** Waits for a state whose reason has this in it. */
    void untilState(String state, String reason) {
        until(
                state + " " + reason,
                () -> statuses.stream()
                        .anyMatch(status -> status.getString("state").equals(state)
                                && status.getString("reason").contains(reason)));
    }

    /** A subscriber that replays from files; keys and values that differ follow. */
    SubscriberConfig logged(Object... differing) {
        Object[] all = java.util.stream.Stream.concat(
                        java.util.stream.Stream.of("replay", "file"), java.util.Arrays.stream(differing))
                .toArray();
        return config(all);
    }

    JsonObject lastStatus() {
        return statuses.get(statuses.size() - 1);
    }

    /** Live q threads. */
    static long qThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("tickbus-q-"))
                .count();
    }
}
