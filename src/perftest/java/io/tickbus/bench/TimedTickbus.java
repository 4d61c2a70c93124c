package io.tickbus.bench;

import io.tickbus.event.Addresses;
import io.tickbus.event.ReplyFormat;
import io.tickbus.event.Rows;
import io.tickbus.q.LongVector;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.eventbus.Message;
import io.vertx.core.json.JsonObject;
import org.HdrHistogram.Histogram;

/**
 * The production path, with a consumer that fetches the table's rows from the last offset on, waiting for the next to
 * come, as any consumer would. A row is in the table when it can be read there: that is timed on the thread of the
 * tables' owner, as the lock and list are timed by the thread that appends. A consumer on a thread of its own has the row
 * a little later. Either holds a round trip over the bus.
 */
final class TimedTickbus implements TimedReceiver {
    private static final int FETCH_ROWS_MAX = 10_000;
    private static final int FETCH_WAIT_MS = 1000;

    private final TickbusReceiver tickbus = new TickbusReceiver(false);
    private final boolean atOwner;
    private final Histogram latencyNs = Lateness.histogram();
    private volatile long rows;
    private String consumer = "";

    /** Timed by a consumer on a thread of its own, or on the one of the owner. */
    TimedTickbus(boolean atOwner) {
        this.atOwner = atOwner;
    }

    @Override
    public void connect(Shape shape, int port) throws Exception {
        tickbus.connect(shape, port);
        consumer = tickbus.deploy(new Consumer(Addresses.fetch(shape.name())));
    }

    /** Rows timed. */
    @Override
    public long rows() {
        return rows;
    }

    @Override
    public Histogram latencyNs() {
        return latencyNs;
    }

    @Override
    public void close() {
        tickbus.undeploy(consumer);
        tickbus.close();
    }

    private final class Consumer extends VerticleBase {
        private final String address;
        private long offset;
        private volatile boolean stopped;

        Consumer(String address) {
            this.address = address;
        }

        @Override
        public Future<?> start() {
            (atOwner ? tickbus.ownerContext() : context).runOnContext(turn -> fetch());
            return Future.succeededFuture();
        }

        private void fetch() {
            JsonObject request = new JsonObject()
                    .put("offset", offset)
                    .put("rowsMax", FETCH_ROWS_MAX)
                    .put("waitMs", FETCH_WAIT_MS);
            vertx.eventBus().<Rows>request(address, request, ReplyFormat.batch()).map(Message::body).onSuccess(this::take);
            // a failure ends it, and the rows that then are missing are reported
        }

        @Override
        public Future<?> stop() {
            stopped = true;
            return Future.succeededFuture();
        }

        private void take(Rows fetched) {
            long now = System.nanoTime();
            LongVector time = (LongVector) fetched.rows().column("time");
            for (int i = 0; i < time.size(); i++) {
                latencyNs.recordValue(now - time.at(i));
            }
            offset = fetched.next();
            rows = offset;
            if (!stopped) {
                fetch();
            }
        }
    }
}
