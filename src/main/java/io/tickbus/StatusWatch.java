package io.tickbus;

import io.tickbus.event.Addresses;
import io.tickbus.event.Status;
import io.tickbus.event.StatusReport;
import io.tickbus.event.StatusReports;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Waits until the pipeline is live. Receives the statuses of all parts until the wait ends. {@link StatusReports}
 * decides whether the pipeline is live, as for {@code /health/ready}. Thread-safe.
 */
final class StatusWatch {
    private final MessageConsumer<JsonObject> statuses;
    private final Promise<Void> live = Promise.promise();
    private volatile StatusReports reports = StatusReports.NONE;
    private volatile @Nullable List<String> required;

    StatusWatch(Vertx vertx) {
        statuses = vertx.eventBus().consumer(Addresses.STATUS, message -> apply(Status.of(message.body())));
    }

    /** Sets the subscribers that must be live. Before this call, the pipeline counts as not live. */
    void require(List<String> subscribers) {
        required = List.copyOf(subscribers);
        check();
    }

    private synchronized void apply(Status status) {
        reports = reports.with(new StatusReport(status, System.nanoTime()));
        check();
    }

    private void check() {
        if (troubles().isEmpty() && live.tryComplete()) {
            statuses.unregister();
        }
    }

    /** Returns why the pipeline is not live yet. */
    List<String> troubles() {
        List<String> names = required;
        return names == null ? List.of("the pipeline is being deployed") : reports.troubles(names, System.nanoTime());
    }

    /** Ends the wait. The future of {@link #live} fails with the reason. */
    void fail(Throwable reason) {
        if (live.tryFail(reason)) {
            statuses.unregister();
        }
    }

    /** Returns a future that succeeds when the pipeline is live for the first time. */
    Future<Void> live() {
        return live.future();
    }
}
