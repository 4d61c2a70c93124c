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
 * The production path, with a consumer that fetches rows from the last offset on and waits for the next row. A row is in the
 * table when it can be read there. This time is measured on the owner's thread, as the time of lock and list is measured on the
 * thread that appends. A consumer on its own thread gets the row a little later. Both times include a round trip over the bus.
 */
final class TimedTickbus implements TimedReceiver {
    private static final int FETCH_ROWS_MAX = 10_000;
    private static final int FETCH_WAIT_MS = 1000;

    private final TickbusReceiver tickbus = new TickbusReceiver(false);
    private final boolean atOwner;
    private final Histogram latencyNs = Lateness.histogram();
    private volatile long rows;
    private String consumer = "";

    /** @param atOwner true to measure on the owner's thread, false to measure on a consumer's own thread */
    TimedTickbus(boolean atOwner) {
        this.atOwner = atOwner;
    }

    @Override
    public void connect(Shape shape, int port) throws Exception {
        tickbus.connect(shape, port);
        consumer = tickbus.deploy(new Consumer(Addresses.fetch(shape.name())));
    }

    /** Returns the number of measured rows. */
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
            // a failure ends the consumer, and the check then reports the missing rows
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
