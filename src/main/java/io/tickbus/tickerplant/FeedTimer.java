package io.tickbus.tickerplant;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs a feed at its rate. {@link TickerplantVerticle} creates it. The rows are published in small groups, and clients
 * receive replies between the groups. The tickerplant's event loop owns it.
 */
final class FeedTimer {
    private static final Logger LOG = LoggerFactory.getLogger(FeedTimer.class);
    private static final int INTERVAL_MS = 10;
    private static final int ROWS_PER_TURN_MAX = 4096;

    private final Vertx vertx;
    private final Context context;
    private final Feed feed;
    private final int rowsPerSecond;
    private @Nullable Pacer pacer;
    private final long timer;
    private boolean stopped;

    FeedTimer(Vertx vertx, Context context, Feed feed, int rowsPerSecond) {
        this.vertx = vertx;
        this.context = context;
        this.feed = feed;
        this.rowsPerSecond = rowsPerSecond;
        this.timer = vertx.setPeriodic(INTERVAL_MS, tick -> turn());
    }

    private void turn() {
        if (stopped || !feed.isReady()) {
            return;
        }
        if (pacer == null) {
            pacer = new Pacer(rowsPerSecond, System.nanoTime());
        }
        int rows = pacer.due(System.nanoTime(), ROWS_PER_TURN_MAX);
        if (rows > 0) {
            try {
                feed.publish(rows);
            } catch (RuntimeException failure) {
                if (!feed.isReady()) {
                    // The log cannot be written now. The feed publishes these rows later.
                    return;
                }
                LOG.atError().addKeyValue("reason", failure.getMessage()).log("the feed ends");
                stop();
            }
        }
        if (feed.isDone()) {
            stop();
        } else if (rows == ROWS_PER_TURN_MAX) {
            context.runOnContext(next -> turn());
        }
    }

    void stop() {
        stopped = true;
        vertx.cancelTimer(timer);
    }
}
