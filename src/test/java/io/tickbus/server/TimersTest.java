package io.tickbus.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickbus.access.Users;
import io.tickbus.q.Atom;
import io.tickbus.q.Value;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Timers hold on to what they look after: a flood of connections would be kept, each until its handshake would be late. */
@Timeout(60)
class TimersTest {
    private final Vertx vertx = Vertx.vertx();
    private final Set<Object> timers = ConcurrentHashMap.newKeySet();
    private final Set<Object> cancelled = ConcurrentHashMap.newKeySet();

    /** Vert.x itself, but that the timers that are set are known. */
    private Vertx watched() {
        return (Vertx) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {VertxInternal.class}, (proxy, method, arguments) -> {
                    try {
                        Object result = method.invoke(vertx, arguments);
                        switch (method.getName()) {
                            case "setTimer", "setPeriodic" -> timers.add(result);
                            case "cancelTimer" -> cancelled.add(arguments[0]);
                            default -> {}
                        }
                        return result;
                    } catch (InvocationTargetException thrown) {
                        throw thrown.getCause();
                    }
                });
    }

    @Test
    void connectionsTimerGoesWithItAndTheServersWithTheServer() throws Exception {
        Promise<Void> gone = Promise.promise();
        QHandler handler = new QHandler() {
            @Override
            public Future<Value> handle(QConnection caller, Value request) {
                return RunningServer.echo(caller, request);
            }

            @Override
            public void closed(QConnection connection) {
                gone.complete();
            }
        };
        ServerLimits limits = new ServerLimits(3, 1 << 20, 1 << 20, 1 << 20, 1 << 20, 60_000, 60_000, 60_000);
        QServer server = new QServer(watched(), handler, Users.anyone(), limits);
        int port = server.listen("127.0.0.1", 0).await(20, TimeUnit.SECONDS);
        assertThat(timers).as("for silence and for stalls").hasSize(2);

        try (RawClient client = RawClient.open(port)) {
            assertThat(client.request(Atom.ofLong(7))).isEqualTo(Atom.ofLong(7));
            assertThat(timers).hasSize(3);
        }
        gone.future().await(20, TimeUnit.SECONDS);
        assertThat(cancelled).hasSize(1);
        server.close().await(20, TimeUnit.SECONDS);
        assertThat(cancelled).isEqualTo(timers);
        vertx.close().await();
    }
}
