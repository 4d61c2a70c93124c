package io.tickbus.server;

import io.tickbus.access.Users;
import io.tickbus.q.Value;
import io.vertx.core.AbstractVerticle;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.net.KeyCertOptions;
import java.net.SocketAddress;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A server with a handler of the test's own, on an event loop of its own. */
final class RunningServer implements AutoCloseable {
    final Vertx vertx = Vertx.vertx();
    /** Clients that were let in and went. */
    final BlockingQueue<QConnection> closed = new LinkedBlockingQueue<>();

    private final QServer server;
    private final int port;
    private final Context context;

    RunningServer(ServerLimits limits, BiFunction<QConnection, Value, Future<Value>> answer) throws Exception {
        this(limits, answer, Users.anyone(), null, peer -> true);
    }

    RunningServer(
            ServerLimits limits,
            BiFunction<QConnection, Value, Future<Value>> answer,
            Users users,
            @Nullable KeyCertOptions keys,
            Predicate<SocketAddress> isLocal)
            throws Exception {
        this(limits, answer, users, keys, isLocal, System::nanoTime);
    }

    RunningServer(
            ServerLimits limits,
            BiFunction<QConnection, Value, Future<Value>> answer,
            Users users,
            @Nullable KeyCertOptions keys,
            Predicate<SocketAddress> isLocal,
            LongSupplier nanoTime)
            throws Exception {
        QHandler handler = new QHandler() {
            @Override
            public Future<Value> handle(QConnection caller, Value request) {
                return answer.apply(caller, request);
            }

            @Override
            public void closed(QConnection connection) {
                closed.add(connection);
            }
        };
        this.server = new QServer(vertx, handler, users, limits, keys, isLocal, nanoTime);
        Promise<Integer> bound = Promise.promise();
        AbstractVerticle verticle = new AbstractVerticle() {
            @Override
            public void start() {
                server.listen("127.0.0.1", 0).onComplete(bound);
            }
        };
        vertx.deployVerticle(verticle).await();
        this.port = bound.future().await(20, TimeUnit.SECONDS);
        this.context = server.context();
    }

    /** Answers with the request. */
    static Future<Value> echo(QConnection caller, Value request) {
        return Future.succeededFuture(request);
    }

    int port() {
        return port;
    }

    QServer server() {
        return server;
    }

    /** The event loop that it all runs on. */
    Context context() {
        return context;
    }

    long count(Refusal refusal) {
        return server.refusals(refusal);
    }

    /** Waits, for as long as the test may take, until nothing is buffered. */
    void awaitNothingBuffered() throws InterruptedException {
        while (server.bufferedBytes() != 0) {
            Thread.sleep(1);
        }
    }

    @Override
    public void close() {
        vertx.close().await();
    }
}
