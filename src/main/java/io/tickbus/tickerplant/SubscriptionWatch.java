package io.tickbus.tickerplant;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;

/**
 * Waits for subscribers of tables. {@link TickerplantVerticle} calls {@link #check} after each request of a client. The
 * tickerplant's event loop owns it.
 */
final class SubscriptionWatch {
    private record Wait(String table, int subscribers, Promise<Void> reached) {}

    private final Tickerplant tickerplant;
    private final List<Wait> waits = new ArrayList<>();

    SubscriptionWatch(Tickerplant tickerplant) {
        this.tickerplant = tickerplant;
    }

    /**
     * Returns a future that succeeds when a table has at least {@code subscribers} subscribers.
     *
     * @throws io.tickbus.server.QError with the table's name if the table is unknown
     */
    Future<Void> await(String table, int subscribers) {
        Wait wait = new Wait(table, subscribers, Promise.promise());
        if (isOver(wait)) {
            return Future.succeededFuture();
        }
        waits.add(wait);
        return wait.reached.future();
    }

    /** Completes the futures for tables that now have enough subscribers. */
    void check() {
        if (waits.isEmpty()) {
            return;
        }
        List<Wait> over = waits.stream().filter(this::isOver).toList();
        waits.removeAll(over);
        over.forEach(wait -> wait.reached.complete());
    }

    private boolean isOver(Wait wait) {
        return tickerplant.subscribers(wait.table) >= wait.subscribers;
    }
}
