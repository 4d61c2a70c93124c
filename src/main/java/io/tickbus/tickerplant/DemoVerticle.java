package io.tickbus.tickerplant;

import io.tickbus.access.Users;
import io.tickbus.q.Atom;
import io.tickbus.q.QFunction;
import io.tickbus.q.QType;
import io.tickbus.q.Value;
import io.tickbus.server.Definitions;
import io.tickbus.server.QConnection;
import io.tickbus.server.QError;
import io.tickbus.server.QHandler;
import io.tickbus.server.QServer;
import io.tickbus.server.ServerLimits;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * The demo's q server, written in Java. It has the functions that {@code scripts/q/demo.q} defines in q. {@code
 * .demo.sub[]} registers the connection. {@code .demo.send n} sends {@code n} pairs of numbers to each registered
 * connection, and returns the number of messages.
 */
public final class DemoVerticle extends VerticleBase {
    /** Limit of the messages that a call of {@code .demo.send} sends to each connection. */
    public static final int MESSAGES_MAX = 10_000_000;

    private static final int CONNECTIONS_MAX = 10_000;
    /** Limit of a request in bytes. Requests are short calls. */
    private static final int MESSAGE_BYTES_MAX = 1 << 20;
    /** Limit of the bytes queued for one connection. A {@link DemoStream} pauses far below this limit. */
    private static final int QUEUED_BYTES_MAX = 1 << 24;

    private final String host;
    private final int requestedPort;
    private final Random random = new Random();
    private final Map<QConnection, List<DemoStream>> streams = new LinkedHashMap<>();
    private @Nullable QServer server;
    private int port;

    /**
     * Creates a verticle.
     *
     * @param host the address to listen on
     * @param port the port to listen on, or 0 for any free port
     */
    public DemoVerticle(String host, int port) {
        this.host = host;
        this.requestedPort = port;
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

    @Override
    public Future<?> start() {
        Definitions definitions = new Definitions()
                .function(".demo.sub", (caller, arguments) -> subscribe(caller))
                .asyncFunction(".demo.send", (caller, arguments) -> send(arguments));
        ServerLimits limits = new ServerLimits(CONNECTIONS_MAX, MESSAGE_BYTES_MAX, QUEUED_BYTES_MAX);
        QServer created = new QServer(vertx, handler(definitions), Users.anyone(), limits);
        server = created;
        return created.listen(host, requestedPort).onSuccess(bound -> port = bound);
    }

    private QHandler handler(Definitions definitions) {
        return new QHandler() {
            @Override
            public Future<Value> handle(QConnection caller, Value request) {
                return definitions.evaluate(caller, request);
            }

            @Override
            public void closed(QConnection connection) {
                List<DemoStream> open = streams.remove(connection);
                if (open != null) {
                    List.copyOf(open).forEach(DemoStream::end);
                }
            }
        };
    }

    private Value subscribe(QConnection caller) {
        streams.putIfAbsent(caller, new ArrayList<>());
        return QFunction.GENERIC_NULL;
    }

    private Future<Value> send(List<Value> arguments) {
        if (arguments.size() != 1) {
            throw QError.rank(".demo.send n with " + arguments.size() + " arguments");
        }
        if (!(arguments.get(0) instanceof Atom atom) || (atom.type() != QType.LONG && atom.type() != QType.INT)) {
            throw QError.type(".demo.send: not a number of messages");
        }
        long count = atom.item().longAt(0);
        if (count < 0 || count > MESSAGES_MAX) {
            throw new QError("domain: .demo.send " + count + ", 0 to " + MESSAGES_MAX + " expected");
        }
        List<Future<Long>> sent = new ArrayList<>();
        streams.forEach((connection, open) -> {
            DemoStream stream = new DemoStream(connection, (int) count, random, context);
            open.add(stream);
            sent.add(stream.sent().onComplete(ended -> open.remove(stream)));
            stream.start();
        });
        return Future.all(sent)
                .map(all -> Atom.ofLong(
                        all.<Long>list().stream().mapToLong(Long::longValue).sum()));
    }

    @Override
    public Future<?> stop() {
        return server == null ? Future.succeededFuture() : server.close();
    }
}
