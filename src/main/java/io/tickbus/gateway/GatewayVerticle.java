package io.tickbus.gateway;

import io.tickbus.client.Tables;
import io.tickbus.config.GatewayConfig;
import io.tickbus.event.QCodec;
import io.tickbus.q.Value;
import io.tickbus.server.QConnection;
import io.tickbus.server.QHandler;
import io.tickbus.server.QServer;
import io.tickbus.server.ServerLimits;
import io.tickbus.server.Users;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.ZoneId;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Listens for q clients and answers them. Deployable by name with the keys of the section {@code gateway} as its configuration.
 */
public final class GatewayVerticle extends VerticleBase {
    private static final Logger LOG = LoggerFactory.getLogger(GatewayVerticle.class);

    private final @Nullable GatewayConfig given;
    private final long ownerWaitMsMax;
    private @Nullable QServer server;
    private int port;

    /** For a deployment by name. */
    public GatewayVerticle() {
        this(null);
    }

    public GatewayVerticle(@Nullable GatewayConfig config) {
        this(config, Owner.WAIT_MS_MAX);
    }

    /** @param ownerWaitMsMax how long clients wait while nobody owns the tables */
    GatewayVerticle(@Nullable GatewayConfig config, long ownerWaitMsMax) {
        this.given = config;
        this.ownerWaitMsMax = ownerWaitMsMax;
    }

    /** The port that it listens on, once it is deployed. */
    public int port() {
        return port;
    }

    @Override
    public Future<?> start() {
        GatewayConfig config =
                given != null ? given : GatewayConfig.of(new JsonObject(config().encode()).getMap(), System.getenv());
        QCodec.registerAll(vertx);
        GatewayCalls calls = calls(config);
        QHandler handler = new QHandler() {
            @Override
            public Future<Value> handle(QConnection caller, Value request) {
                return calls.evaluate(caller, request);
            }

            @Override
            public void closed(QConnection connection) {}
        };
        ServerLimits limits =
                new ServerLimits(config.connectionsMax(), config.requestBytesMax(), config.queuedBytesMax());
        QServer created = new QServer(vertx, handler, new Users(Map.of()), limits);
        server = created;
        return created.listen(config.host(), config.port()).onSuccess(bound -> {
            port = bound;
            LOG.info("gateway listens on {}:{}", config.host(), bound);
        });
    }

    private GatewayCalls calls(GatewayConfig config) {
        Tables tables = new Tables(vertx);
        Owner owner = new Owner(vertx, tables, ownerWaitMsMax);
        TableQuestions questions = new TableQuestions(vertx, owner, tables, config.replyBytesMax());
        Clock clock = Clock.system(ZoneId.systemDefault());
        GatewayCalls calls = new GatewayCalls(questions, new Upd(vertx, owner, questions, clock));
        Probes.define(calls.definitions(), clock, config.host());
        return calls;
    }

    @Override
    public Future<?> stop() {
        return server == null ? Future.succeededFuture() : server.close();
    }
}
