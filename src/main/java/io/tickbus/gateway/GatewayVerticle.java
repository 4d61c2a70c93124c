package io.tickbus.gateway;

import io.tickbus.chain.ChainedTickerplant;
import io.tickbus.client.Tables;
import io.tickbus.config.GatewayConfig;
import io.tickbus.config.ListenerConfig;
import io.tickbus.event.QCodec;
import io.tickbus.metrics.MeterGroup;
import io.tickbus.metrics.Meters;
import io.tickbus.publish.LogDirectory;
import io.tickbus.q.Value;
import io.tickbus.server.QConnection;
import io.tickbus.server.QHandler;
import io.tickbus.server.QServer;
import io.tickbus.server.QServers;
import io.tickbus.server.ServerLimits;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Listens for q clients, answers their requests and publishes rows to them. Applications deploy this verticle as a
 * standard verticle, with a {@link GatewayConfig} or by its class name. If it is deployed by its class name, the
 * deployment's configuration has the keys of the section {@code gateway}. The verticle's event loop owns the server,
 * the calls and the chained tickerplant.
 */
public final class GatewayVerticle extends VerticleBase {
    private static final Logger LOG = LoggerFactory.getLogger(GatewayVerticle.class);

    private final @Nullable GatewayConfig given;
    private final long ownerWaitMsMax;
    private @Nullable QServer server;
    private @Nullable ChainedTickerplant chain;
    private @Nullable MeterGroup meters;
    private int port;

    /** Creates a verticle that reads its configuration from its deployment options. */
    public GatewayVerticle() {
        this(null);
    }

    /**
     * Creates a verticle.
     *
     * @param config the configuration, or null to read the configuration from the deployment options
     */
    public GatewayVerticle(@Nullable GatewayConfig config) {
        this(config, TableClient.WAIT_MS_MAX);
    }

    /** @param ownerWaitMsMax time in ms that a client's request waits while no node owns the tables */
    GatewayVerticle(@Nullable GatewayConfig config, long ownerWaitMsMax) {
        this.given = config;
        this.ownerWaitMsMax = ownerWaitMsMax;
    }

    /** {@return the port that the server listens on} Returns 0 before the verticle is deployed. */
    public int port() {
        return port;
    }

    @Override
    public Future<?> start() {
        GatewayConfig config =
                given != null ? given : GatewayConfig.of(new JsonObject(config().encode()).getMap(), System.getenv());
        QCodec.registerAll(vertx);
        Clock clock = Clock.system(ZoneId.systemDefault());
        Path logDir = config.logDir();
        LogDirectory logs = logDir == null ? null : new LogDirectory(logDir, config.requestBytesMax());
        return ChainedTickerplant.start(vertx, config.publishMs(), logs, clock)
                .onSuccess(started -> chain = started)
                .compose(started -> vertx.executeBlocking(GatewayVerticle::hostName, false)
                        .compose(hostName -> listen(
                                config,
                                handler(calls(vertx, config, ownerWaitMsMax, hostName, clock, started), started))))
                .recover(failure -> stop().transform(stopped ->
                        // Stops the started parts, because Vert.x does not call stop after start has failed.
                        Future.failedFuture(failure)));
    }

    private static QHandler handler(GatewayCalls calls, ChainedTickerplant chain) {
        return new QHandler() {
            @Override
            public Future<Value> handle(QConnection caller, Value request) {
                return calls.evaluate(caller, request);
            }

            @Override
            public void closed(QConnection connection) {
                chain.forget(connection);
            }
        };
    }

    private Future<Integer> listen(GatewayConfig config, QHandler handler) {
        ServerLimits limits = new ServerLimits(
                config.connectionsMax(),
                config.requestBytesMax(),
                config.replyBytesMax(),
                config.queuedBytesMax(),
                config.idleMsMax(),
                config.stallMsMax());
        ListenerConfig listener = config.listener();
        return QServers.of(vertx, handler, "gateway", listener, limits)
                .onSuccess(created -> server = created)
                .compose(created -> created.listen(listener.host(), listener.port())
                        .onSuccess(bound -> {
                            port = bound;
                            meters = GatewayMeters.show(Meters.of(vertx), created, bound);
                            LOG.atInfo()
                                    .addKeyValue("address", listener.host() + ":" + bound)
                                    .log("gateway listens");
                        }));
    }

    /** Returns all calls that q clients may use. */
    static GatewayCalls calls(
            Vertx vertx,
            GatewayConfig config,
            long ownerWaitMsMax,
            String hostName,
            Clock clock,
            ChainedTickerplant started) {
        Tables tables = new Tables(vertx);
        TableClient tableClient = new TableClient(vertx, tables, ownerWaitMsMax);
        TableQueries tableQueries = new TableQueries(vertx, tableClient, tables, config.replyBytesMax());
        GatewayCalls calls = new GatewayCalls(tableQueries, new UpdCall(vertx, tableClient, tableQueries, clock));
        SystemVariables.define(calls.definitions(), clock, hostName);
        started.define(calls.definitions());
        return calls;
    }

    /** Returns the name of this machine. Blocks the calling thread, because the lookup can use the network. */
    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException nameless) {
            return "localhost";
        }
    }

    @Override
    public Future<?> stop() {
        if (meters != null) {
            meters.close();
        }
        Future<?> closed = server == null ? Future.succeededFuture() : server.close();
        return closed.eventually(() -> chain == null ? Future.succeededFuture() : chain.close());
    }
}
