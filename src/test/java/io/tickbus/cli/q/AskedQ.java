package io.tickbus.cli.q;

import io.tickbus.access.PasswordUsers;
import io.tickbus.cli.console.ServerAddress;
import io.tickbus.q.Atom;
import io.tickbus.q.ByteVector;
import io.tickbus.q.Flip;
import io.tickbus.q.LongVector;
import io.tickbus.q.QFunction;
import io.tickbus.q.QType;
import io.tickbus.q.SymbolVector;
import io.tickbus.q.Value;
import io.tickbus.q.wire.Message;
import io.tickbus.q.wire.MessageKind;
import io.tickbus.server.Definitions;
import io.tickbus.server.QConnection;
import io.tickbus.server.QError;
import io.tickbus.server.QServer;
import io.tickbus.server.ServerLimits;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.LongStream;

/** A q for people who ask: two tables, and calls that answer late, not at all, or with more than was asked for. */
final class AskedQ implements AutoCloseable {
    static final Flip TRADE =
            new Flip(List.of("price", "size"), List.of(longs(30), new LongVector(QType.LONG, new long[30])));

    private static final int BYTES_MAX = 1 << 20;

    private final Vertx vertx = Vertx.vertx();
    private final Promise<Value> later = Promise.promise();
    private final CountDownLatch laterAsked = new CountDownLatch(1);
    private final int port;

    AskedQ(Map<String, String> passwords) throws TimeoutException {
        Definitions calls = new Definitions()
                .variable("trade", () -> TRADE)
                .variable("quote", () -> new Flip(List.of("bid"), List.of(longs(1))))
                .variable("nothing", () -> QFunction.GENERIC_NULL)
                .function("tables", (caller, arguments) -> symbols("quote", "trade"))
                .function("cols", (caller, arguments) -> {
                    if (arguments.get(0) instanceof Flip table) {
                        return symbols(table.names().toArray(String[]::new));
                    }
                    throw new QError("type");
                })
                .function("push", AskedQ::push)
                .function("die", (caller, arguments) -> {
                    caller.abort();
                    return QFunction.GENERIC_NULL;
                })
                .asyncFunction("later", (caller, arguments) -> {
                    laterAsked.countDown();
                    return later.future();
                });
        QServer server = new QServer(
                vertx, calls::evaluate, PasswordUsers.of(passwords), new ServerLimits(100, BYTES_MAX, BYTES_MAX));
        port = server.listen("127.0.0.1", 0).await(10, TimeUnit.SECONDS);
    }

    private static LongVector longs(int count) {
        return new LongVector(QType.LONG, LongStream.range(0, count).toArray());
    }

    private static Value symbols(String... names) {
        return SymbolVector.of(names);
    }

    /** Two messages before the answer, and a question. */
    private static Value push(QConnection caller, List<Value> arguments) {
        caller.send(ByteVector.chars("first"));
        caller.send(ByteVector.chars("second"));
        caller.write(Buffer.buffer(new Message(MessageKind.SYNC, ByteVector.chars("who?")).encode()));
        return Atom.ofLong(7);
    }

    ServerAddress address() {
        return new ServerAddress("127.0.0.1", port);
    }

    /** Waits until a client has called {@code later[]}. */
    void awaitLater() throws InterruptedException {
        if (!laterAsked.await(10, TimeUnit.SECONDS)) {
            throw new AssertionError("nobody calls later[]");
        }
    }

    /** Answers it, with 99. */
    void answerLater() {
        later.complete(Atom.ofLong(99));
    }

    @Override
    public void close() throws TimeoutException {
        vertx.close().await(10, TimeUnit.SECONDS);
    }
}
