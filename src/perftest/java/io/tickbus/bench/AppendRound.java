package io.tickbus.bench;

import com.kx.c;
import io.tickbus.config.StoreConfig;
import io.tickbus.event.Addresses;
import io.tickbus.event.AppendReply;
import io.tickbus.event.Batch;
import io.tickbus.event.QCodec;
import io.tickbus.javakdb.Javakdb;
import io.tickbus.q.Flip;
import io.tickbus.q.FloatVector;
import io.tickbus.q.LongVector;
import io.tickbus.q.QType;
import io.tickbus.q.SymbolVector;
import io.tickbus.store.TableVerticle;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Appends the same rows to a table as a batch that exists already, as a batch that is built of strings for each append, as a {@code c.Flip}, and in javakdb's own way: serialized to a socket, whose
 * other end only drains it. Used by one thread.
 */
final class AppendRound implements AutoCloseable {
    static final List<String> PATHS = List.of("batch", "built", "c.Flip", "javakdb");

    private static final int IN_FLIGHT_MAX = 32;
    private static final int SYMS = 100;
    private static final int DRAINED_BYTES = 1 << 18;
    private static final String TABLE = "trade";

    private final Vertx vertx = Vertx.vertx();
    private final Batch batch;
    private final c.Flip flip;
    private final Socket socket;
    private final c javakdb = new c();

    AppendRound(int rows) throws IOException {
        long[] times = new long[rows];
        c.Timespan[] timespans = new c.Timespan[rows];
        String[] syms = new String[rows];
        double[] prices = new double[rows];
        long[] sizes = new long[rows];
        for (int i = 0; i < rows; i++) {
            times[i] = i;
            timespans[i] = new c.Timespan(i);
            syms[i] = "S" + i % SYMS;
            prices[i] = i / 100.0;
            sizes[i] = i;
        }
        batch = Batch.of(
                TABLE,
                new Flip(
                        List.of("time", "sym", "price", "size"),
                        List.of(
                                new LongVector(QType.TIMESPAN, times),
                                SymbolVector.of(syms),
                                new FloatVector(QType.FLOAT, prices),
                                new LongVector(QType.LONG, sizes))));
        flip = new c.Flip(
                new String[] {"time", "sym", "price", "size"}, new Object[] {timespans, syms, prices, sizes});
        Map<String, Object> table = Map.of(
                "columns",
                columns(),
                "retentionRowsMax",
                1_000_000);
        QCodec.registerAll(vertx);
        Javakdb.register(vertx);
        vertx.deployVerticle(new TableVerticle(StoreConfig.of(Map.of("tables", Map.of(TABLE, table)))))
                .await();
        socket = drained();
    }

    /** Returns a new batch of the same rows, made of an application's own arrays: symbols are looked up each time. */
    private Batch built() {
        return Batch.of(
                TABLE,
                new Flip(
                        batch.rows().names(),
                        List.of(
                                batch.rows().column(0),
                                SymbolVector.of((String[]) flip.y[1]),
                                batch.rows().column(2),
                                batch.rows().column(3))));
    }

    private static Map<String, Object> columns() {
        Map<String, Object> columns = new LinkedHashMap<>();
        columns.put("time", "timespan");
        columns.put("sym", "symbol");
        columns.put("price", "float");
        columns.put("size", "long");
        return columns;
    }

    private static Socket drained() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Socket client = new Socket(server.getInetAddress(), server.getLocalPort());
            Socket accepted = server.accept();
            Thread drain = new Thread(() -> drain(accepted), "drain");
            drain.setDaemon(true);
            drain.start();
            return client;
        }
    }

    private static void drain(Socket socket) {
        byte[] bytes = new byte[DRAINED_BYTES];
        try (socket;
                InputStream in = socket.getInputStream()) {
            while (in.read(bytes) >= 0) {
                // Only drains.
            }
        } catch (IOException closed) {
            // The round is over.
        }
    }

    /** Sends messages by a path until a time has passed, and returns the rows per second. */
    double rowsPerSecond(String path, double seconds) throws IOException, InterruptedException {
        long start = System.nanoTime();
        long end = start + (long) (seconds * 1e9);
        long messages = path.equals("javakdb") ? serialize(end) : append(path, end);
        return messages * batch.rows().size() * 1e9 / (System.nanoTime() - start);
    }

    private long serialize(long end) throws IOException {
        OutputStream out = socket.getOutputStream();
        long messages = 0;
        for (; System.nanoTime() < end; messages++) {
            out.write(javakdb.serialize(0, new Object[] {"upd", TABLE, flip}, false));
        }
        return messages;
    }

    private long append(String path, long end) throws InterruptedException {
        Semaphore room = new Semaphore(IN_FLIGHT_MAX);
        AtomicReference<Throwable> failure = new AtomicReference<>();
        long messages = 0;
        // All requests come from one context, as those of an application's verticle do.
        var context = vertx.getOrCreateContext();
        while (System.nanoTime() < end && failure.get() == null) {
            room.acquire();
            messages++;
            Object rows = path.equals("batch") ? batch : path.equals("built") ? built() : flip;
            context.runOnContext(send -> vertx.eventBus()
                    .<AppendReply>request(Addresses.append(TABLE), rows)
                    .onComplete(reply -> {
                        if (reply.failed()) {
                            failure.set(reply.cause());
                        }
                        room.release();
                    }));
        }
        room.acquire(IN_FLIGHT_MAX);
        if (failure.get() != null) {
            throw new IllegalStateException("an append failed", failure.get());
        }
        return messages;
    }

    @Override
    public void close() throws IOException {
        socket.close();
        vertx.close().await();
    }
}
