package io.tickbus.chain;

import static org.assertj.core.api.Assertions.assertThat;

import com.kx.c;
import io.tickbus.client.Tables;
import io.tickbus.config.StoreConfig;
import io.tickbus.config.SubscriberConfig;
import io.tickbus.config.TickerplantConfig;
import io.tickbus.event.Addresses;
import io.tickbus.event.Batch;
import io.tickbus.log.LogReader;
import io.tickbus.metrics.Outages;
import io.tickbus.publish.LogDirectory;
import io.tickbus.q.Flip;
import io.tickbus.q.GeneralList;
import io.tickbus.q.LongVector;
import io.tickbus.q.QType;
import io.tickbus.q.QVector;
import io.tickbus.q.Schema;
import io.tickbus.replication.OpenPartition;
import io.tickbus.store.TableVerticle;
import io.tickbus.subscriber.SubscriberVerticle;
import io.tickbus.tickerplant.TickerplantVerticle;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.ThreadingModel;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * A tickerplant, a Tickbus that subscribes to it, and its chained tickerplant; maybe a second Tickbus that subscribes to that, on
 * a bus of its own.
 */
final class ChainRig implements AutoCloseable {
    private static final int LIMIT_SECONDS = 30;

    private final Vertx vertx = Vertx.vertx();
    private final Vertx behind = Vertx.vertx();
    private final TickerplantVerticle tickerplant;
    final ChainServer chain;
    private final c feed;
    private final List<c> clients = new ArrayList<>();
    private String owner;

    ChainRig(Path dir, int publishMs, boolean logs) throws Exception {
        this(dir, publishMs, logs ? new LogDirectory(dir.resolve("chain"), ChainServer.MESSAGE_BYTES_MAX) : null);
    }

    ChainRig(Path dir, int publishMs, @Nullable LogDirectory logs) throws Exception {
        this(dir, publishMs, logs, Clock.system(ZoneId.systemDefault()));
    }

    /** @param clock of the chained tickerplant alone */
    ChainRig(Path dir, int publishMs, @Nullable LogDirectory logs, Clock clock) throws Exception {
        tickerplant = new TickerplantVerticle(TickerplantConfig.of(
                Map.of(
                        "port",
                        0,
                        "feed",
                        Map.of("kind", "none"),
                        "logDir",
                        dir.resolve("first").toString()),
                Map.of()));
        await(vertx.deployVerticle(tickerplant));
        owner = own(vertx);
        subscribe(vertx, tickerplant.port(), "file");
        untilThereIs(vertx, "trade");
        chain = chain(publishMs, logs, clock);
        feed = new c("127.0.0.1", tickerplant.port(), "feed");
    }

    private ChainServer chain(int publishMs, @Nullable LogDirectory logs, Clock clock) {
        ChainServer created = new ChainServer(publishMs, logs, clock);
        await(vertx.deployVerticle(created));
        return created;
    }

    /** Table {@code trade} as the tickerplant has it, emptied at the end of a day, and a keyed one. */
    private static String own(Vertx vertx) {
        Map<String, Object> last = Map.of("columns", Map.of("sym", "symbol", "price", "long"), "keys", List.of("sym"));
        StoreConfig config =
                StoreConfig.of(Map.of("tables", Map.of("trade", Map.of("endOfDay", "clear"), "last", last)));
        return await(vertx.deployVerticle(new TableVerticle(config)));
    }

    private static void subscribe(Vertx vertx, int port, String replay) {
        Map<String, Object> keys =
                new HashMap<>(Map.of("name", "main", "port", port, "reconnectDelayMsMax", 200, "replay", replay));
        SubscriberConfig config = SubscriberConfig.of(keys, Map.of());
        await(vertx.deployVerticle(
                new SubscriberVerticle(config), new DeploymentOptions().setThreadingModel(ThreadingModel.WORKER)));
    }

    private static void untilThereIs(Vertx vertx, String table) {
        until(() -> await(new Tables(vertx).list()).stream().anyMatch(one -> table.equals(one.getString("table"))));
    }

    /** The second Tickbus, which subscribes to the chained tickerplant. */
    void subscribeBehind() {
        subscribeBehind("file");
    }

    /** @param replay how it reads the log */
    void subscribeBehind(String replay) {
        own(behind);
        subscribe(behind, chain.port(), replay);
    }

    /** Trades whose sizes are {@code from} to {@code to}, of the symbols A, B and C in turn, each published by itself. */
    void trade(int from, int to) throws Exception {
        for (long size = from; size < to; size++) {
            feed.ks(".u.upd", "trade", new Object[] {String.valueOf((char) ('A' + size % 3)), 1.5, size});
        }
        feed.k(".u.i");
    }

    /** A trade of one symbol, whose bytes are the characters' numbers. */
    void trade(String sym, long size) throws Exception {
        feed.k(".u.upd", "trade", new Object[] {sym, 1.5, size});
    }

    void endDay(LocalDate day) throws Exception {
        feed.k(".u.end[" + day.toString().replace('-', '.') + "]");
    }

    /** Rows for the table {@code last}, as a client of the bus appends them. */
    void append(Flip rows) {
        append("last", rows);
    }

    /** Makes a table {@code late} of one column {@code n}, as a subscriber does with the first row that it gets. */
    void makeLate() {
        make("late", 1);
    }

    /** Makes a table of one column {@code n} with one row, as a subscriber does. */
    void make(String table, long n) {
        Schema schema = new Schema(List.of("n"), List.of(QType.LONG), 0);
        await(vertx.eventBus().request(OpenPartition.ADDRESS, new OpenPartition(table, "client", schema)));
        append(table, new Flip(List.of("n"), List.of(new LongVector(QType.LONG, new long[] {n}))));
    }

    private void append(String table, Flip rows) {
        await(vertx.eventBus().request(Addresses.append(table), Batch.of(table, rows)));
    }

    /** Requests for the list of tables get no answer until the future completes. */
    void silence(Future<?> end) {
        vertx.eventBus().addOutboundInterceptor(delivery -> {
            if (delivery.message().address().equals(Addresses.query("trade")) && !end.isComplete()) {
                end.onComplete(over -> delivery.next());
            } else {
                delivery.next();
            }
        });
    }

    /** A tickerplant ends its day of the table {@code last}, which loses its rows. */
    void endDayOfLast(LocalDate day) {
        endDayOf("last", day);
    }

    /** An owner, of whatever version, tells that a table has ended a day. */
    void endDayOf(String table, LocalDate day) {
        long offset = await(new Tables(vertx).list()).stream()
                .filter(one -> table.equals(one.getString("table")))
                .mapToLong(one -> one.getLong("nextOffset"))
                .findFirst()
                .orElseThrow();
        vertx.eventBus()
                .publish(
                        Addresses.EVENTS,
                        new JsonObject()
                                .put("event", "endOfDay")
                                .put("table", table)
                                .put("date", day.toString())
                                .put("offset", offset)
                                .put("action", "clear"));
    }

    /** The files of the chained tickerplant's node that cannot be written, with the reasons. */
    SortedMap<String, String> outages() {
        return Outages.of(vertx).all();
    }

    void replaceOwner() {
        await(vertx.undeploy(owner));
        owner = own(vertx);
    }

    /** A q client of the chained tickerplant. */
    c client() throws Exception {
        c client = new c("127.0.0.1", chain.port(), "nobody");
        client.s.setSoTimeout(LIMIT_SECONDS * 1000);
        clients.add(client);
        return client;
    }

    /** The sizes of the trades that are pushed, until there are as many. */
    static List<Long> pushed(c client, int count) throws Exception {
        List<Long> sizes = new ArrayList<>();
        while (sizes.size() < count) {
            Object[] message = (Object[]) client.k();
            assertThat(message).startsWith("upd", "trade");
            for (long size : (long[]) ((c.Flip) message[2]).at("size")) {
                sizes.add(size);
            }
        }
        return sizes;
    }

    /** The sizes of the trades that who subscribes is to replay, given the answer to {@code (.u.sub[..];.u `i`L)}. */
    static List<Long> logged(Object answer) throws IOException {
        Object[] place = (Object[]) ((Object[]) answer)[1];
        List<Long> sizes = new ArrayList<>();
        try (LogReader log = LogReader.open(Path.of(((String) place[1]).substring(1)), ChainServer.MESSAGE_BYTES_MAX)) {
            for (long i = 0; i < (long) place[0]; i++) {
                GeneralList message = (GeneralList) Objects.requireNonNull(log.next());
                QVector column = ((Flip) message.valueAt(2)).column("size");
                for (int row = 0; row < column.size(); row++) {
                    sizes.add(column.longAt(row));
                }
            }
        }
        return sizes;
    }

    /** The sizes of such trades as {@link #trade} makes. */
    static List<Long> sizes(int from, int to) {
        return LongStream.range(from, to).boxed().toList();
    }

    /** Asks without waiting for the answer. */
    Future<Object> ask(c client, String text) {
        return vertx.executeBlocking(() -> client.k(text), false);
    }

    void untilConnections(int count) {
        until(() -> chain.connections() == count);
    }

    /** Waits until the first Tickbus has these trades. */
    void untilTraded(int from, int to) {
        untilSizesAre(vertx, from, to);
    }

    /** Waits until the second Tickbus has these trades, each once, in order. */
    void untilBehind(int from, int to) {
        untilSizesAre(behind, from, to);
    }

    private static void untilSizesAre(Vertx vertx, int from, int to) {
        List<Long> expected = sizes(from, to);
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
        List<Long> found = sizes(vertx);
        while (!found.equals(expected) && System.nanoTime() < end) {
            LockSupport.parkNanos(10_000_000);
            found = sizes(vertx);
        }
        assertThat(found).isEqualTo(expected);
    }

    private static List<Long> sizes(Vertx vertx) {
        try {
            Flip rows = await(new Tables(vertx).first("trade", 10_000, new JsonObject()))
                    .rows();
            return LongStream.range(0, rows.size())
                    .map(row -> rows.column("size").longAt((int) row))
                    .boxed()
                    .toList();
        } catch (ReplyException notYet) {
            return List.of();
        }
    }

    static void until(Callable<Boolean> condition) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
        try {
            while (!condition.call()) {
                assertThat(System.nanoTime()).as("in time").isLessThan(end);
                LockSupport.parkNanos(10_000_000);
            }
        } catch (Exception failure) {
            throw new AssertionError(failure);
        }
    }

    private static <T> T await(Future<T> future) {
        try {
            return future.await(LIMIT_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException late) {
            throw new AssertionError(late);
        }
    }

    @Override
    public void close() throws IOException {
        for (c client : clients) {
            client.close();
        }
        feed.close();
        await(behind.close());
        await(vertx.close());
    }
}
