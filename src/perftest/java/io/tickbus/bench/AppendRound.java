package io.tickbus.bench;

import com.kx.c;
import io.tickbus.config.StoreConfig;
import io.tickbus.event.Addresses;
import io.tickbus.event.Batch;
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

/**
 * Appends the same rows to a table as a batch that is ready, as a batch that is built from the same Java arrays for each
 * append, as a {@code c.Flip}, and in javakdb's own way: serialized to a socket, whose other end only drains it. Used by one
 * thread.
 */
final class AppendRound implements AutoCloseable {
    static final List<String> PATHS = List.of("batch", "built", "c.Flip", "javakdb");

    private static final int SYMS = 100;
    private static final int DRAINED_BYTES = 1 << 18;
    private static final String TABLE = "trade";
    private static final String[] NAMES = {"time", "sym", "price", "size"};

    private final Vertx vertx = Vertx.vertx();
    private final c.Timespan[] timespans;
    private final String[] syms;
    private final double[] prices;
    private final long[] sizes;
    private final Batch batch;
    private final c.Flip flip;
    private final Socket socket;
    private final c javakdb = new c();

    AppendRound(int rows) throws IOException {
        timespans = new c.Timespan[rows];
        syms = new String[rows];
        prices = new double[rows];
        sizes = new long[rows];
        for (int i = 0; i < rows; i++) {
            timespans[i] = new c.Timespan(i);
            syms[i] = "S" + i % SYMS;
            prices[i] = i / 100.0;
            sizes[i] = i;
        }
        batch = Batch.of(TABLE, table(timespans, syms, prices, sizes));
        flip = new c.Flip(NAMES, new Object[] {timespans, syms, prices, sizes});
        Map<String, Object> table = Map.of(
                "columns",
                columns(),
                "retentionRowsMax",
                1_000_000);
        vertx.deployVerticle(new TableVerticle(StoreConfig.of(Map.of("tables", Map.of(TABLE, table)))))
                .await();
        socket = drained();
    }

    /** Returns a table of an application's own arrays: times are read and symbols are looked up each time. */
    private static Flip table(c.Timespan[] timespans, String[] syms, double[] prices, long[] sizes) {
        long[] times = new long[timespans.length];
        for (int i = 0; i < times.length; i++) {
            times[i] = timespans[i].j;
        }
        return new Flip(
                List.of(NAMES),
                List.of(
                        new LongVector(QType.TIMESPAN, times),
                        SymbolVector.of(syms),
                        new FloatVector(QType.FLOAT, prices),
                        new LongVector(QType.LONG, sizes)));
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
    double rowsPerSecond(String path, double seconds) throws IOException {
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

    private long append(String path, long endNs) {
        return AppendLoop.run(vertx, Addresses.append(TABLE), () -> rows(path), endNs).await();
    }

    private Object rows(String path) {
        return switch (path) {
            case "batch" -> batch;
            case "built" -> Batch.of(TABLE, table(timespans, syms, prices, sizes));
            default -> flip;
        };
    }

    @Override
    public void close() throws IOException {
        socket.close();
        vertx.close().await();
    }
}
