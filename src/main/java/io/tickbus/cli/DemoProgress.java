package io.tickbus.cli;

import io.tickbus.cli.console.CommandFailure;
import io.tickbus.cli.console.Deadline;
import io.tickbus.cli.console.ExitCode;
import io.tickbus.event.Addresses;
import io.tickbus.event.ReplyFormat;
import io.tickbus.event.Rows;
import io.tickbus.event.Status;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Follows the progress of the demo. This class consumes status reports and rejections from the event bus. The demo
 * fails when a subscriber has the state BACKING_OFF. The event bus consumers run on a Vert.x context. The command's
 * thread calls the methods that wait.
 */
final class DemoProgress {
    private static final int WAIT_MS = 100;
    /**
     * Time limit for one answer of the table verticle, in ms. The limit does not depend on the demo's deadline. Even
     * after the deadline, the demo requests the number of rows for the failure message.
     */
    private static final int ANSWER_MS_MAX = 5_000;

    private final Vertx vertx;
    private final int subscribers;
    private final Map<String, Status> statuses = new HashMap<>();
    /** The reason of the first failure of a subscriber, or null. */
    private @Nullable String failure;

    private volatile String firstRejection = "";
    private final AtomicLong rejected = new AtomicLong();

    DemoProgress(Vertx vertx, int subscribers) {
        this.vertx = vertx;
        this.subscribers = subscribers;
        vertx.eventBus().<JsonObject>consumer(Addresses.STATUS, message -> apply(Status.of(message.body())));
        vertx.eventBus().<JsonObject>consumer(Addresses.REJECTED, message -> reject(message.body()));
    }

    private synchronized void apply(Status status) {
        if (status.part().equals(Status.SUBSCRIBER)) {
            statuses.put(status.name(), status);
            if (failure == null && status.state().equals("BACKING_OFF")) {
                failure = "subscriber " + status.name() + ": " + status.reason();
            }
            notifyAll();
        }
    }

    private void reject(JsonObject rejection) { // One context runs this consumer, so no lock is needed.
        if (firstRejection.isEmpty()) {
            firstRejection = rejection.getString("source") + ": " + rejection.getString("reason");
        }
        rejected.incrementAndGet();
    }

    /**
     * Returns the source and the reason of the first rejected message. The text is empty if no message was rejected.
     */
    String firstRejection() {
        return firstRejection;
    }

    /** Returns the number of rejected messages. The tables do not contain the rows of these messages. */
    long rejected() {
        return rejected.get();
    }

    /**
     * Waits until every subscriber is live.
     *
     * @throws CommandFailure if a subscriber backs off or the deadline passes
     */
    synchronized void awaitLive(Deadline deadline) throws CommandFailure, InterruptedException {
        while (live() < subscribers) {
            requireNoFailure();
            if (deadline.isOver()) {
                throw new CommandFailure(
                        ExitCode.FAILED, live() + " of " + subscribers + " subscribers were live within --timeout");
            }
            wait(deadline.leftMs());
        }
    }

    private long live() {
        return statuses.values().stream()
                .filter(status -> status.state().equals("LIVE"))
                .count();
    }

    private synchronized void requireNoFailure() throws CommandFailure {
        if (failure != null) {
            throw new CommandFailure(ExitCode.FAILED, failure);
        }
    }

    /**
     * Waits until a table has the given number of rows. A rejected message counts as one row, because each of the
     * demo's messages has one row.
     *
     * @throws CommandFailure if a subscriber backs off or the deadline passes
     */
    void awaitRows(String table, long rows, Deadline deadline) throws CommandFailure, InterruptedException {
        long count = count(table);
        while (count + rejected() < rows) {
            requireNoFailure();
            if (deadline.isOver()) {
                throw new CommandFailure(
                        ExitCode.FAILED,
                        count + " of " + rows + " rows (" + rejected() + " messages rejected) within --timeout");
            }
            JsonObject next =
                    new JsonObject().put("offset", count).put("rowsMax", 1).put("waitMs", WAIT_MS);
            DeliveryOptions options = ReplyFormat.batch().setSendTimeout(10L * WAIT_MS);
            Node.await(
                    vertx.eventBus().<Rows>request(Addresses.fetch(table), next, options),
                    ANSWER_MS_MAX,
                    ExitCode.FAILED,
                    "waiting for rows");
            count = count(table);
        }
    }

    long count(String table) throws CommandFailure, InterruptedException {
        JsonObject query = new JsonObject().put("op", "count");
        return Node.await(
                        vertx.eventBus().<JsonObject>request(Addresses.query(table), query),
                        ANSWER_MS_MAX,
                        ExitCode.FAILED,
                        "counting rows")
                .body()
                .getLong("count");
    }
}
