package io.tickbus.tickerplant;

import io.tickbus.config.FeedConfig;
import io.tickbus.config.TickerplantConfig;
import io.tickbus.library.OptionalLibrary;
import io.tickbus.log.Disk;
import io.tickbus.metrics.Outages;
import io.tickbus.publish.LogDirectory;
import io.tickbus.publish.PublicationLog;
import io.tickbus.q.Flip;
import io.tickbus.q.Schema;
import io.tickbus.q.Value;
import io.tickbus.server.Definitions;
import io.tickbus.server.QConnection;
import io.tickbus.server.QError;
import io.tickbus.server.QHandler;
import io.tickbus.server.QServer;
import io.tickbus.server.QServers;
import io.tickbus.server.ServerLimits;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The embedded tickerplant. It serves {@code .u.sub}, {@code .u.upd}, {@code upd}, {@code .u.end}, {@code .u.i} and
 * {@code .u.L} over q IPC. Clients can read its logs with {@code read1} and {@code hcount}. Applications can deploy it
 * by its class name, with the keys of the section {@code tickerplant} as its configuration. The verticle's event loop
 * owns the server and the tickerplant.
 */
public final class TickerplantVerticle extends VerticleBase {
    private static final Logger LOG = LoggerFactory.getLogger(TickerplantVerticle.class);
    private static final long MIDNIGHT_CHECK_MS = 1000;
    /** Time in ms between two attempts to write the log after a failure. */
    private static final long LOG_RETRY_MS = 1000;

    private final Clock clock;
    private final Disk disk;
    private final long logRetryMs;
    private final @Nullable TickerplantConfig given;
    private final Map<String, Schema> schemas;
    private @Nullable Tickerplant tickerplant;
    private @Nullable QServer server;
    private @Nullable FeedTimer feed;
    private @Nullable SubscriptionWatch subscriptionWatch;
    private @Nullable TickerplantConfig running;
    private volatile int port;

    /** Creates a verticle for a deployment by name. */
    public TickerplantVerticle() {
        this(null);
    }

    /**
     * Creates a verticle. If the configuration is null, the verticle reads it from the deployment's options.
     *
     * @param config the configuration, or null
     */
    public TickerplantVerticle(@Nullable TickerplantConfig config) {
        this(config, Clock.system(ZoneId.systemDefault()), Disk.LOCAL, LOG_RETRY_MS);
    }

    /**
     * @param clock the local time for the day, and for rows without a time
     * @param disk the disk of the logs
     */
    TickerplantVerticle(@Nullable TickerplantConfig config, Clock clock, Disk disk, long logRetryMs) {
        this(config, StandardTables.standard(), clock, disk, logRetryMs);
    }

    /**
     * Creates a tickerplant with its own tables and its own clock, for tests.
     *
     * @param config the configuration
     * @param tables the schemas by table name, in the order of {@code .u.t}
     * @param clock the local time for the day, and for rows without a time
     */
    public TickerplantVerticle(TickerplantConfig config, Map<String, Schema> tables, Clock clock) {
        this(config, tables, clock, Disk.LOCAL, LOG_RETRY_MS);
    }

    private TickerplantVerticle(
            @Nullable TickerplantConfig config, Map<String, Schema> schemas, Clock clock, Disk disk, long logRetryMs) {
        this.given = config;
        this.schemas = new LinkedHashMap<>(schemas);
        this.clock = clock;
        this.disk = disk;
        this.logRetryMs = logRetryMs;
    }

    /**
     * {@return the names of the tables that a tickerplant with this configuration has}
     *
     * @param config the configuration
     */
    public static Set<String> tables(TickerplantConfig config) {
        Set<String> tables = new LinkedHashSet<>(StandardTables.standard().keySet());
        if (config.feed() instanceof FeedConfig.Csv csv) {
            tables.add(csv.table());
        }
        return tables;
    }

    /** {@return the port after the verticle is deployed} */
    public int port() {
        return port;
    }

    /**
     * {@return the verticle's context} Verticles that are deployed from this context are undeployed before this verticle.
     */
    public Context context() {
        return context;
    }

    /**
     * Logs rows and sends them to the subscribers, like {@code .u.upd} of a feed. Any thread can call this after the
     * deployment.
     *
     * @param table the name of the table
     * @param rows a row, a list of columns, or a table
     * @return succeeds when the rows are logged and sent; fails with the reason, then no row is logged or sent
     */
    public Future<Void> publish(String table, Value rows) {
        return onEventLoop(opened -> {
            opened.upd(table, rows);
            opened.flush();
            return Future.succeededFuture();
        });
    }

    /**
     * Ends the current day: all subscribers receive {@code .u.end}, and the log of the next day starts. Any thread can call
     * this after the deployment.
     *
     * @return the day that has ended; fails with the reason if the day cannot end
     */
    public Future<LocalDate> endDay() {
        return onEventLoop(opened -> Future.succeededFuture(opened.endDay()));
    }

    /**
     * Closes all connections at once and stops listening until {@link #listenAgain}. Meanwhile rows go only to the log. Any
     * thread can call this after the deployment.
     *
     * @return succeeds when the port is closed
     */
    public Future<Void> disconnect() {
        return onEventLoop(opened -> server == null ? Future.succeededFuture() : server.close());
    }

    /**
     * Listens again on the same port after {@link #disconnect}. Any thread can call this.
     *
     * @return succeeds when clients can connect; fails with the reason if the port is in use
     */
    public Future<Void> listenAgain() {
        return onEventLoop(opened -> running == null || subscriptionWatch == null
                ? Future.succeededFuture()
                : bind(running, opened, subscriptionWatch, port).mapEmpty());
    }

    /**
     * Waits for subscribers of a table. Any thread can call this after the deployment.
     *
     * @param table the name of the table
     * @param subscribers the number of subscribers to wait for
     * @return succeeds when the table has at least this number of subscribers; fails if the table is unknown
     */
    public Future<Void> awaitSubscribers(String table, int subscribers) {
        return onEventLoop(opened -> subscriptionWatch == null
                ? Future.failedFuture("the tickerplant is not deployed")
                : subscriptionWatch.await(table, subscribers));
    }

    private <T> Future<T> onEventLoop(Function<Tickerplant, Future<T>> action) {
        Promise<T> done = Promise.promise();
        context.runOnContext(turn -> {
            Tickerplant opened = tickerplant;
            if (opened == null) {
                done.fail("the tickerplant is not deployed");
                return;
            }
            try {
                action.apply(opened).onComplete(done);
            } catch (QError reason) {
                done.fail(reason);
            }
        });
        return done.future();
    }

    @Override
    public Future<?> start() {
        TickerplantConfig config = given != null
                ? given
                : TickerplantConfig.of(new JsonObject(config().encode()).getMap(), System.getenv());
        return vertx.executeBlocking(() -> prepare(config)).compose(ready -> listen(config, ready));
    }

    /** Reads the feed's file and the log on a worker thread. */
    private Prepared prepare(TickerplantConfig config) throws IOException {
        Map<String, Schema> tables = new LinkedHashMap<>(schemas);
        Flip rows = null;
        if (config.feed() instanceof FeedConfig.Csv csv) {
            OptionalLibrary.require("the CSV feed of the tickerplant", OptionalLibrary.COMMONS_CSV);
            rows = CsvTable.read(csv.file(), csv.table());
            tables.put(csv.table(), CsvFeed.schema(rows));
        }
        return new Prepared(new Tickerplant(tables, config.batchMs() > 0, log(config), clock), rows);
    }

    private PublicationLog log(TickerplantConfig config) {
        Path dir = config.logDir();
        LogDirectory logs = dir == null ? null : new LogDirectory(dir, config.messageBytesMax(), disk);
        Outages outages = Outages.of(vertx);
        String file = "log of the tickerplant in " + dir;
        PublicationLog.Listener listener = new PublicationLog.Listener() {
            @Override
            public void failed(String reason) {
                outages.started(file, reason);
            }

            @Override
            public void recovered() {
                outages.ended(file);
            }
        };
        return new PublicationLog(vertx, "tickerplant", logs, LogDirectory::open, logRetryMs, listener);
    }

    private record Prepared(
            Tickerplant tickerplant, @Nullable Flip csvRows) {}

    private Future<Void> listen(TickerplantConfig config, Prepared prepared) {
        Tickerplant opened = prepared.tickerplant();
        SubscriptionWatch watch = new SubscriptionWatch(opened);
        running = config;
        tickerplant = opened;
        subscriptionWatch = watch;
        return bind(config, opened, watch, config.listener().port())
                .onFailure(failure -> opened.close())
                .map(bound -> {
                    long tickMs = config.batchMs() > 0 ? config.batchMs() : MIDNIGHT_CHECK_MS;
                    vertx.setPeriodic(tickMs, tick -> opened.tick());
                    feed = feed(config.feed(), prepared);
                    LOG.atInfo()
                            .addKeyValue("address", config.listener().host() + ":" + bound)
                            .addKeyValue("tables", opened.tables())
                            .log("tickerplant listens");
                    return null;
                });
    }

    private Future<Integer> bind(TickerplantConfig config, Tickerplant opened, SubscriptionWatch watch, int wanted) {
        return QServers.of(vertx, handler(opened, watch, vertx), "tickerplant", config.listener(), limits(config))
                .onSuccess(created -> server = created)
                .compose(created -> created.listen(config.listener().host(), wanted))
                .onSuccess(bound -> port = bound);
    }

    private static QHandler handler(Tickerplant tickerplant, SubscriptionWatch watch, Vertx vertx) {
        Definitions definitions = TickerplantCalls.of(tickerplant, vertx);
        return new QHandler() {
            @Override
            public Future<Value> handle(QConnection caller, Value request) {
                try {
                    Future<Value> answer = definitions.evaluate(caller, request);
                    watch.check();
                    return answer.failed() ? answer.recover(TickerplantVerticle::explained) : answer;
                } catch (QError error) {
                    return explained(error);
                }
            }

            @Override
            public void closed(QConnection connection) {
                tickerplant.forget(connection);
            }
        };
    }

    /**
     * Returns the failure to report to a client. For an unsupported request, the text tells the client to ask a
     * gateway.
     */
    private static Future<Value> explained(Throwable failure) {
        return Future.failedFuture(
                failure instanceof QError error && error.kind() == QError.Kind.NYI
                        ? new QError(error.text() + "; a tickerplant keeps no rows: ask a gateway")
                        : failure);
    }

    private static ServerLimits limits(TickerplantConfig config) {
        return new ServerLimits(config.connectionsMax(), config.messageBytesMax(), config.queuedBytesMax());
    }

    private @Nullable FeedTimer feed(FeedConfig feedConfig, Prepared prepared) {
        Tickerplant target = prepared.tickerplant();
        Flip rows = prepared.csvRows();
        if (feedConfig instanceof FeedConfig.Synthetic synthetic) {
            return new FeedTimer(vertx, context, new SyntheticFeed(synthetic, target), synthetic.rowsPerSecond());
        }
        if (feedConfig instanceof FeedConfig.Csv csv && rows != null) {
            return new FeedTimer(
                    vertx, context, new CsvFeed(csv.file(), csv.table(), rows, target), csv.rowsPerSecond());
        }
        return null;
    }

    @Override
    public Future<?> stop() {
        if (feed != null) {
            feed.stop();
        }
        if (tickerplant != null) {
            tickerplant.close();
        }
        return server == null ? Future.succeededFuture() : server.close();
    }
}
