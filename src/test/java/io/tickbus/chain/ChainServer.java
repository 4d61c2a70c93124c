package io.tickbus.chain;

import io.tickbus.access.Users;
import io.tickbus.publish.LogDirectory;
import io.tickbus.q.Atom;
import io.tickbus.q.QType;
import io.tickbus.q.Value;
import io.tickbus.server.Definitions;
import io.tickbus.server.QConnection;
import io.tickbus.server.QHandler;
import io.tickbus.server.QServer;
import io.tickbus.server.Refusal;
import io.tickbus.server.ServerLimits;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Clock;
import java.time.ZoneId;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A server that is a chained tickerplant and nothing else. */
final class ChainServer extends VerticleBase {
    static final int QUEUED_BYTES_MAX = 1 << 20;
    static final int MESSAGE_BYTES_MAX = 1 << 24;

    private static final long LOG_RETRY_MS = 20;

    private final int publishMs;
    private final @Nullable LogDirectory logs;
    private final Clock clock;
    private @Nullable ChainedTickerplant chain;
    private @Nullable QServer server;
    private volatile int port;

    ChainServer(int publishMs, @Nullable LogDirectory logs) {
        this(publishMs, logs, Clock.system(ZoneId.systemDefault()));
    }

    ChainServer(int publishMs, @Nullable LogDirectory logs, Clock clock) {
        this.publishMs = publishMs;
        this.logs = logs;
        this.clock = clock;
    }

    int port() {
        return port;
    }

    /** Clients cut off so far because they did not read. */
    long cutOff() {
        return Objects.requireNonNull(server).refusals(Refusal.SLOW_READER);
    }

    int connections() {
        return Objects.requireNonNull(server).connections();
    }

    @Override
    public Future<?> start() {
        return ChainedTickerplant.start(vertx, publishMs, logs, clock, LOG_RETRY_MS)
                .compose(this::listen);
    }

    private Future<?> listen(ChainedTickerplant started) {
        chain = started;
        Definitions definitions = new Definitions();
        definitions.callersVariable(".z.w", caller -> Atom.ofInt(QType.INT, caller.handle()));
        started.define(definitions);
        QHandler handler = new QHandler() {
            @Override
            public Future<Value> handle(QConnection caller, Value request) {
                return definitions.evaluate(caller, request);
            }

            @Override
            public void closed(QConnection connection) {
                started.forget(connection);
            }
        };
        ServerLimits limits = new ServerLimits(100, MESSAGE_BYTES_MAX, QUEUED_BYTES_MAX);
        QServer created = new QServer(vertx, handler, Users.anyone(), limits);
        server = created;
        return created.listen("127.0.0.1", 0).onSuccess(bound -> port = bound);
    }

    @Override
    public Future<?> stop() {
        return Future.all(
                Objects.requireNonNull(chain).close(),
                Objects.requireNonNull(server).close());
    }
}
