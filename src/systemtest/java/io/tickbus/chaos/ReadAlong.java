package io.tickbus.chaos;

import io.tickbus.event.Addresses;
import io.tickbus.event.Failure;
import io.tickbus.event.ReplyFormat;
import io.tickbus.event.Rows;
import io.tickbus.q.Flip;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.json.JsonObject;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Reads a table continuously through all takeovers, under each owner from the first row on. A table begins with the
 * first row of the log, and the feed numbers the rows from 1. The row at offset n therefore has the number n + 1
 * under every owner.
 */
final class ReadAlong {
    private static final int PAGE_ROWS = 20_000;
    private static final int WAIT_MS = 500;
    private static final int ANSWER_MS_MAX = 2500;
    private static final int RETRY_MS = 50;

    private final Observer observer;
    private final Violations violations;
    private final String table;
    private final Thread thread;
    private volatile boolean isEnding;
    private final AtomicLong rowsRead = new AtomicLong();
    private long epoch = -1;
    private long generation;
    private long next;

    ReadAlong(Observer observer, Violations violations, String table) {
        this.observer = observer;
        this.violations = violations;
        this.table = table;
        this.thread = new Thread(this::run, "read-along-" + table);
        thread.setDaemon(true);
        thread.start();
    }

    long rowsRead() {
        return rowsRead.get();
    }

    private void run() {
        while (!isEnding) {
            try {
                take(page());
            } catch (TimeoutException leftMeanwhile) {
                sleep();
            } catch (ReplyException failed) {
                if (Failure.OUT_OF_RANGE.isCauseOf(failed)) {
                    next = 0; // a new owner, whose first row tells its epoch
                }
                sleep();
            }
        }
    }

    private Rows page() throws TimeoutException {
        JsonObject request = new JsonObject()
                .put("offset", next)
                .put("rowsMax", PAGE_ROWS)
                .put("waitMs", WAIT_MS);
        return observer.vertx()
                .eventBus()
                .<Rows>request(
                        Addresses.fetch(table), request, ReplyFormat.batch().setSendTimeout(ANSWER_MS_MAX))
                .await(ANSWER_MS_MAX, TimeUnit.MILLISECONDS)
                .body();
    }

    private void take(Rows page) {
        if (page.epoch() < epoch) {
            violations.add(table + ": the owner of epoch " + page.epoch() + " has answered after that of epoch " + epoch);
            return;
        }
        if (page.epoch() != epoch || page.generation() != generation) {
            epoch = page.epoch();
            generation = page.generation();
            if (page.offset() != 0) {
                next = 0;
                return;
            }
        }
        Flip rows = page.rows();
        if (page.offset() != next || page.next() != next + rows.size()) {
            violations.add(table + ", epoch " + epoch + ": asked for offset " + next + ", got " + page.offset() + " to "
                    + page.next() + " with " + rows.size() + " rows");
        }
        for (int i = 0; i < rows.size(); i++) {
            long number = new Row(rows.columns(), i).number();
            if (number != next + i + 1) {
                violations.add(table + ", epoch " + epoch + ": the row at offset " + (next + i) + " has number " + number);
                break;
            }
        }
        rowsRead.addAndGet(rows.size());
        next = page.next();
    }

    private static void sleep() {
        try {
            Thread.sleep(RETRY_MS);
        } catch (InterruptedException nobodyDoes) {
            Thread.currentThread().interrupt();
        }
    }

    void end() throws InterruptedException {
        isEnding = true;
        thread.join();
    }
}
