package io.tickbus.subscriber;

import io.tickbus.config.SubscriberConfig;
import io.tickbus.event.AppendReply;
import io.tickbus.event.Batch;
import io.tickbus.event.Failure;
import io.tickbus.q.Atom;
import io.tickbus.q.ErrorValue;
import io.tickbus.q.Flip;
import io.tickbus.q.GeneralList;
import io.tickbus.q.HeapSize;
import io.tickbus.q.QFormatException;
import io.tickbus.q.QVector;
import io.tickbus.q.Schema;
import io.tickbus.q.Value;
import io.tickbus.q.wire.Connection;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends rows of applications to the tickerplant, as {@code .u.upd}. {@link QThread} creates an appender for each
 * session, and closes it when the session is no longer LIVE. The appender sends one request at a time and waits for q's
 * reply. It opens its own connection and thread when the first rows arrive.
 *
 * <p>Source: <a href="https://github.com/KxSystems/kdb-tick">kdb+tick</a>. Its {@code .u.upd} adds the time to rows
 * without a time.
 */
final class TickerplantAppender implements Closeable {
    /** The maximum number of requests that can wait for q. */
    static final int WAITING_MAX = 256;
    /** Limit of the estimated memory of waiting requests, in bytes. A single request may exceed it. */
    static final long WAITING_BYTES_MAX = 64L << 20;

    private static final Logger LOG = LoggerFactory.getLogger(TickerplantAppender.class);
    private static final String THREAD_PREFIX = "tickbus-publish-";
    private static final String TIME = "time";

    /** Creates connections that are not open yet. */
    interface ConnectionFactory {
        Connection make() throws IOException;
    }

    private record Request(String table, GeneralList columns, int rows, long bytes, Promise<AppendReply> reply) {}

    private final ConnectionFactory connections;
    private final SubscriberConfig config;
    private final Map<String, Schema> schemas;
    private final BlockingQueue<Request> waiting = new ArrayBlockingQueue<>(WAITING_MAX);
    private long waitingBytes; // the estimated memory of requests without a reply
    private boolean closed;
    private @Nullable Thread thread;
    private volatile @Nullable Connection connection;

    /** @param schemas the tables' schemas, as q has them */
    TickerplantAppender(ConnectionFactory connections, SubscriberConfig config, Map<String, Schema> schemas) {
        this.connections = connections;
        this.config = config;
        this.schemas = schemas;
    }

    /**
     * Publishes rows through q. Any thread may call this.
     *
     * @return the reply, without an offset. The offset is known only after q has pushed the rows. The future fails if
     *     the columns do not fit, too many requests wait, or q refuses the rows.
     */
    Future<AppendReply> publish(Batch batch) {
        Schema schema = schemas.get(batch.topic());
        Flip rows = batch.rows();
        if (schema == null || !new HashSet<>(rows.names()).containsAll(schema.columns())) {
            return Future.failedFuture(Failure.SCHEMA.because("the tickerplant's " + batch.topic() + " has the columns "
                    + (schema == null ? List.of() : schema.columns()) + ", not " + rows.names()));
        }
        Request request =
                new Request(batch.topic(), columns(schema, rows), rows.size(), HeapSize.of(rows), Promise.promise());
        synchronized (this) {
            if (closed) {
                return Future.failedFuture(noLongerLive());
            }
            if (waitingBytes > 0 && waitingBytes + request.bytes > WAITING_BYTES_MAX) {
                return Future.failedFuture(Failure.LIMIT.because("requests of " + waitingBytes + " bytes wait for "
                        + peer() + " already; with these " + request.rows + " rows they would take more than "
                        + WAITING_BYTES_MAX + ": send them again when others are answered"));
            }
            if (!waiting.offer(request)) {
                return Future.failedFuture(
                        Failure.LIMIT.because(WAITING_MAX + " requests wait for " + peer() + " already"));
            }
            waitingBytes += request.bytes;
            if (thread == null) {
                thread = QThreadFactory.unstarted(config.threading(), THREAD_PREFIX + config.name(), this::run);
                thread.start();
            }
        }
        return request.reply.future();
    }

    /** Returns the columns in q's order. If all times are null, the time column is omitted and q adds the time. */
    private static GeneralList columns(Schema schema, Flip rows) {
        List<QVector> columns = new ArrayList<>(schema.width());
        for (String column : schema.columns()) {
            columns.add(rows.column(column));
        }
        boolean stamped = schema.width() > 1 && schema.columns().get(0).equals(TIME) && isAllNull(columns.get(0));
        return new GeneralList(columns.subList(stamped ? 1 : 0, columns.size()).toArray(Value[]::new));
    }

    private static boolean isAllNull(QVector column) {
        for (int i = 0; i < column.size(); i++) {
            if (!column.isNull(i)) {
                return false;
            }
        }
        return true;
    }

    private String peer() {
        return config.connection().host() + ":" + config.connection().port();
    }

    private static Throwable nothingPublished(String reason) {
        return Failure.UNAVAILABLE.because(reason + "; nothing was published");
    }

    private Throwable noLongerLive() {
        return nothingPublished(config.name() + " is no longer live");
    }

    private void run() {
        try {
            while (true) {
                Request request = waiting.take();
                try {
                    handle(request);
                } catch (RuntimeException mistake) {
                    LOG.atError()
                            .setCause(mistake)
                            .addKeyValue("subscriber", config.name())
                            .addKeyValue("table", request.table)
                            .log("rows could not be published for a reason of our own");
                    disconnect();
                    request.reply.tryFail(Failure.UNAVAILABLE.because(mistake + "; the rows may have been published"));
                }
            }
        } catch (InterruptedException over) {
            refuseWaiting();
        } finally {
            disconnect();
        }
    }

    private void handle(Request request) {
        try {
            publish(request);
        } finally {
            leave(request);
        }
    }

    private synchronized void leave(Request request) {
        waitingBytes -= request.bytes;
    }

    private void publish(Request request) {
        Connection open;
        try {
            open = connected();
        } catch (IOException unreachable) {
            request.reply.fail(
                    isClosed() ? noLongerLive() : nothingPublished(String.valueOf(unreachable.getMessage())));
            return;
        }
        try {
            Value call = new GeneralList(Atom.symbol(".u.upd"), Atom.symbol(request.table), request.columns);
            Value answer = QConnections.request(open, call, "q closed it");
            if (answer instanceof ErrorValue error) {
                request.reply.fail(
                        Failure.UNAVAILABLE.because("q refused .u.upd of " + request.table + ": '" + error.text()));
            } else {
                request.reply.complete(new AppendReply(AppendReply.NO_OFFSET, request.rows, 0, 0, 0));
            }
        } catch (IOException | QFormatException lost) {
            disconnect();
            request.reply.fail(Failure.UNAVAILABLE.because("the connection to " + peer()
                    + " was lost before an answer to .u.upd; the rows may have been published: " + lost.getMessage()));
        }
    }

    private Connection connected() throws IOException {
        Connection known = connection;
        if (known != null) {
            return known;
        }
        Connection made = connections.make();
        connection = made;
        // If close() runs after this check, close() itself closes the connection.
        if (isClosed()) {
            made.close();
        }
        try {
            QConnections.open(made, config);
            made.readTimeout(config.connection().connectTimeoutMs());
        } catch (IOException failure) {
            disconnect();
            throw failure;
        }
        return made;
    }

    private void disconnect() {
        Connection known = connection;
        connection = null;
        if (known != null) {
            known.close();
        }
    }

    private synchronized boolean isClosed() {
        return closed;
    }

    private void refuseWaiting() {
        for (Request request = waiting.poll(); request != null; request = waiting.poll()) {
            request.reply.fail(noLongerLive());
        }
    }

    /**
     * Stops publishing. All requests without a reply fail. The rows of a failed request may have been published, if q
     * has received it.
     */
    @Override
    public void close() {
        Thread running;
        synchronized (this) {
            closed = true;
            running = thread;
        }
        Connection known = connection;
        if (known != null) {
            known.close();
        }
        if (running != null) {
            running.interrupt();
        }
    }
}
