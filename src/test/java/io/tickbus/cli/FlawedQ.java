package io.tickbus.cli;

import io.tickbus.access.PasswordUsers;
import io.tickbus.q.Atom;
import io.tickbus.q.ByteVector;
import io.tickbus.q.LongVector;
import io.tickbus.q.QFunction;
import io.tickbus.q.QType;
import io.tickbus.q.Value;
import io.tickbus.server.Definitions;
import io.tickbus.server.QConnection;
import io.tickbus.server.QHandler;
import io.tickbus.server.QServer;
import io.tickbus.server.ServerLimits;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;

/**
 * A q for the demo in which something is amiss. It takes the demo's definitions as a real q does, by not looking at them
 * closely.
 */
final class FlawedQ implements AutoCloseable {
    /** A fault of the server. */
    enum Flaw {
        NONE,
        /** The first message to each subscriber is one long, not two. */
        SHORT_MESSAGE,
        /** The last message to each subscriber is missing. */
        LOST_MESSAGE,
        /** It ends when it is asked to send. */
        DIES
    }

    private static final int BYTES_MAX = 1 << 20;
    private static final Pattern DEFINITION = Pattern.compile("^\\.(demo|z)\\.[a-z]+:");
    private static final Value PAIR = new LongVector(QType.LONG, 7, 8);

    private final Vertx vertx = Vertx.vertx();
    private final Set<QConnection> subscribers = new LinkedHashSet<>();
    private final Flaw flaw;
    private final int port;

    FlawedQ(Flaw flaw, Map<String, String> passwords) throws TimeoutException {
        this.flaw = flaw;
        Definitions calls = new Definitions()
                .function(".demo.sub", (caller, arguments) -> {
                    subscribers.add(caller);
                    return QFunction.GENERIC_NULL;
                })
                .function(".demo.send", (caller, arguments) -> send(caller, arguments));
        QHandler handler = (caller, request) -> isDefinition(request)
                ? Future.succeededFuture(QFunction.GENERIC_NULL)
                : calls.evaluate(caller, request);
        QServer server =
                new QServer(vertx, handler, PasswordUsers.of(passwords), new ServerLimits(100, BYTES_MAX, BYTES_MAX));
        port = server.listen("127.0.0.1", 0).await(10, TimeUnit.SECONDS);
    }

    String address() {
        return "127.0.0.1:" + port;
    }

    private Value send(QConnection caller, List<Value> arguments) {
        long count = ((Atom) arguments.get(0)).item().longAt(0);
        if (flaw == Flaw.DIES) {
            caller.abort();
            subscribers.forEach(QConnection::abort);
        }
        for (QConnection subscriber : subscribers) {
            for (long i = 0; i < count - (flaw == Flaw.LOST_MESSAGE ? 1 : 0); i++) {
                subscriber.send(i == 0 && flaw == Flaw.SHORT_MESSAGE ? new LongVector(QType.LONG, 7) : PAIR);
            }
        }
        return QFunction.GENERIC_NULL;
    }

    @Override
    public void close() throws TimeoutException {
        vertx.close().await(10, TimeUnit.SECONDS);
    }

    /** A line of demo.q that gives a name a value, as {@code .demo.handles:`int$()}. */
    private static boolean isDefinition(Value request) {
        return request instanceof ByteVector text
                && DEFINITION.matcher(text.text()).find();
    }
}
