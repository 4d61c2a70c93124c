package io.tickbus.bench;

import io.tickbus.log.LogWriter;
import io.tickbus.q.Atom;
import io.tickbus.q.Flip;
import io.tickbus.q.GeneralList;
import io.tickbus.q.Value;
import io.tickbus.q.wire.Encoder;
import io.tickbus.q.wire.Message;
import io.tickbus.server.Definitions;
import io.tickbus.server.QConnection;
import io.tickbus.server.QHandler;
import io.tickbus.server.QServer;
import io.tickbus.server.ServerLimits;
import io.tickbus.access.Users;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** A tickerplant in this process that publishes nothing. Its log is a file that a subscriber replays. */
final class LoggedTickerplant implements AutoCloseable {
    private static final int BYTES_MAX = 1 << 20; // limit of a message; only calls arrive

    private final Path log;
    private final long messages;
    private final QServer server;
    private final int port;

    /** Writes a log with at least {@code rowsMin} rows of a shape. */
    LoggedTickerplant(Vertx vertx, Shape shape, long rowsMin) throws IOException {
        log = Files.createTempFile("bench", ".log");
        Files.delete(log);
        Shape.Ring ring = shape.ring();
        byte[][] bodies = new byte[ring.messages()][];
        for (int i = 0; i < bodies.length; i++) {
            int from = i * ring.messageBytes();
            bodies[i] = logged(Message.decode(Arrays.copyOfRange(ring.bytes(), from, from + ring.messageBytes())));
        }
        messages = (rowsMin + shape.rowsPerMessage() - 1) / shape.rowsPerMessage();
        try (LogWriter writer = LogWriter.open(log)) {
            for (long i = 0; i < messages; i++) {
                writer.append(bodies[(int) (i % bodies.length)]);
            }
        }
        Definitions definitions = new Definitions()
                .function(".u.sub", (caller, arguments) -> shape.reply())
                .variable(".u.i", () -> Atom.ofLong(messages))
                .variable(".u.L", () -> Atom.symbol(":" + log));
        QHandler handler = new QHandler() {
            @Override
            public Future<Value> handle(QConnection caller, Value request) {
                return definitions.evaluate(caller, request);
            }

            @Override
            public void closed(QConnection connection) {}
        };
        server = new QServer(vertx, handler, Users.anyone(), new ServerLimits(1, BYTES_MAX, BYTES_MAX));
        port = server.listen("127.0.0.1", 0).await();
    }

    /** Returns a message in the form of kdb+tick's log, with a list of columns. */
    private static byte[] logged(Message published) {
        GeneralList upd = (GeneralList) published.value();
        Value columns = new GeneralList(((Flip) upd.valueAt(2)).columns().toArray(Value[]::new));
        return Encoder.body(new GeneralList(upd.valueAt(0), upd.valueAt(1), columns));
    }

    int port() {
        return port;
    }

    long messages() {
        return messages;
    }

    @Override
    public void close() throws IOException {
        server.close().await();
        Files.delete(log);
    }
}
