package io.tickbus.cli;

import io.tickbus.cli.console.CommandFailure;
import io.tickbus.cli.console.Deadline;
import io.tickbus.cli.console.ExitCode;
import io.tickbus.cli.console.ServerAddress;
import io.tickbus.config.Secret;
import io.tickbus.config.StoreConfig;
import io.tickbus.config.SubscriberConfig;
import io.tickbus.config.Threading;
import io.tickbus.event.Addresses;
import io.tickbus.event.Batch;
import io.tickbus.event.ReplyFormat;
import io.tickbus.event.Rows;
import io.tickbus.pipeline.Deployments;
import io.tickbus.q.ConsoleText;
import io.tickbus.q.Flip;
import io.tickbus.q.LongVector;
import io.tickbus.q.QType;
import io.tickbus.store.TableVerticle;
import io.tickbus.subscriber.SubscriberVerticle;
import io.tickbus.tickerplant.DemoVerticle;
import io.vertx.core.CompositeFuture;
import io.vertx.core.Context;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.ThreadingModel;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.PrintWriter;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The steps of {@code tickbus demo}. One deadline limits all steps together. The command's thread runs the steps. */
final class Demo {
    private static final String TABLE = "demo";
    private static final String LOOPBACK = "127.0.0.1";
    private static final String SUBSCRIBE = ".demo.sub[]";
    private static final int INITIAL_ROWS = 10;
    private static final int VALUES_BELOW = 100;

    private final Node node;
    private final Vertx vertx;
    private final PrintWriter out;
    private final PrintWriter err;
    private final int subscribers;
    private final int messages;
    private final Threading threading;
    private final DemoProgress progress;

    Demo(Node node, PrintWriter out, PrintWriter err, int subscribers, int messages, Threading threading) {
        this.node = node;
        this.vertx = node.vertx();
        this.out = out;
        this.err = err;
        this.subscribers = subscribers;
        this.messages = messages;
        this.threading = threading;
        this.progress = new DemoProgress(vertx, subscribers);
    }

    /**
     * Runs the demo.
     *
     * @param address the address of a real q; null for the embedded {@link DemoVerticle}
     * @param timeoutMs time limit for the whole demo, in ms
     */
    void run(@Nullable ServerAddress address, String user, @Nullable Secret password, long timeoutMs)
            throws CommandFailure, InterruptedException {
        Deadline deadline = new Deadline(timeoutMs);
        DemoVerticle embedded = address == null ? new DemoVerticle(LOOPBACK, 0) : null;
        if (embedded != null) {
            await(node.deploy(() -> vertx.deployVerticle(embedded)), deadline, "the embedded q did not start");
        }
        ServerAddress q =
                embedded != null ? new ServerAddress(LOOPBACK, embedded.port()) : Objects.requireNonNull(address);
        Context parent = embedded == null ? vertx.getOrCreateContext() : embedded.context();
        TableVerticle table = new TableVerticle(store());
        await(
                node.deploy(() -> Deployments.under(parent, table, new DeploymentOptions())),
                deadline,
                "the table verticle did not start");
        await(
                vertx.eventBus().request(Addresses.append(TABLE), Batch.of(TABLE, initialRows())),
                deadline,
                "the initial rows were not applied");
        long startNanos;
        try (DemoControl control = new DemoControl(q, user, password, deadline)) {
            if (embedded == null) {
                control.define();
            }
            print("Initial", deadline); // The demo prints nothing before it has connected to q.
            startNanos = System.nanoTime();
            deploySubscribers(table.context(), q, user, password, deadline);
            progress.awaitLive(deadline);
            control.send(messages);
            long rows = INITIAL_ROWS + (long) subscribers * messages;
            progress.awaitRows(TABLE, rows, deadline);
        }
        double seconds = (System.nanoTime() - startNanos) / 1e9;
        long rows = print("Final", deadline);
        if (progress.rejected() > 0) {
            err.println("tickbus: the first message rejected: " + progress.firstRejection());
        }
        out.printf(
                Locale.ROOT,
                "%d rows: %d initial + %d subscribers x %d messages; %d rejected; %.2f s%n",
                rows,
                INITIAL_ROWS,
                subscribers,
                messages,
                progress.rejected(),
                seconds);
    }

    private static StoreConfig store() {
        return StoreConfig.of(Map.of("tables", Map.of(TABLE, Map.of("columns", columns()))));
    }

    private static Map<String, String> columns() {
        Map<String, String> columns = new LinkedHashMap<>(); // A linked map keeps the order of the columns.
        columns.put("a", "long");
        columns.put("b", "long");
        return columns;
    }

    private static Flip initialRows() {
        SplittableRandom random = new SplittableRandom();
        long[] a = random.longs(INITIAL_ROWS, 0, VALUES_BELOW).toArray();
        long[] b = random.longs(INITIAL_ROWS, 0, VALUES_BELOW).toArray();
        return new Flip(List.of("a", "b"), List.of(new LongVector(QType.LONG, a), new LongVector(QType.LONG, b)));
    }

    private void deploySubscribers(
            Context parent, ServerAddress q, String user, @Nullable Secret password, Deadline deadline)
            throws CommandFailure, InterruptedException {
        DeploymentOptions worker = new DeploymentOptions().setThreadingModel(ThreadingModel.WORKER);
        List<SubscriberConfig> configs = IntStream.rangeClosed(1, subscribers)
                .mapToObj(i -> subscriber(TABLE + "-" + i, q, user, password))
                .toList();
        Future<CompositeFuture> deployed = node.deploy(() -> Future.join(configs.stream()
                .map(config -> Deployments.under(parent, new SubscriberVerticle(config), worker))
                .toList()));
        await(deployed, deadline, "the subscribers did not start");
    }

    private SubscriberConfig subscriber(String name, ServerAddress q, String user, @Nullable Secret password) {
        Map<String, Object> tree = new HashMap<>();
        tree.put("name", name);
        tree.put("host", q.host());
        tree.put("port", q.port());
        tree.put("expression", SUBSCRIBE);
        tree.put("table", TABLE);
        tree.put("columns", columns());
        tree.put("threading", threading.name().toLowerCase(Locale.ROOT));
        if (!user.isEmpty()) {
            tree.put("user", user);
        }
        if (password == null) {
            return SubscriberConfig.of(tree, Map.of());
        }
        tree.put("password", Map.of("env", "password"));
        return SubscriberConfig.of(tree, Map.of("password", password.value()));
    }

    private long print(String which, Deadline deadline) throws CommandFailure, InterruptedException {
        long count = progress.count(TABLE);
        JsonObject first = new JsonObject().put("op", "first").put("rows", ConsoleText.TABLE_ROWS_MAX);
        Rows rows = await(
                vertx.eventBus()
                        .<Rows>request(Addresses.query(TABLE), first, ReplyFormat.batch())
                        .map(reply -> reply.body()),
                deadline,
                "the table was not read");
        out.println("===== " + which + " Table =====");
        out.println(ConsoleText.table(rows.rows(), 0, count));
        return count;
    }

    private static <T> T await(Future<T> future, Deadline deadline, String what)
            throws CommandFailure, InterruptedException {
        return Node.await(future, deadline.leftMs(), ExitCode.FAILED, what);
    }
}
