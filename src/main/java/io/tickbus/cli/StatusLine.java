package io.tickbus.cli;

import io.tickbus.event.Addresses;
import io.tickbus.event.Status;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.PrintWriter;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToLongFunction;

/** One line on the state of the pipeline, from what its parts publish: of all nodes, when they are clustered. */
final class StatusLine {
    private static final String IN_PLACE = "\r\u001B[K"; // to the line's start, and clear it
    private static final double NANOS_PER_SECOND = 1e9;

    private final PrintWriter out;
    private final int subscribersHere;
    private final boolean terminal;
    private final Map<String, Status> subscribers = new ConcurrentHashMap<>();
    private final Map<String, Status> tables = new ConcurrentHashMap<>();
    private long rowsBefore;
    private long nanosBefore = System.nanoTime();

    StatusLine(PrintWriter out, int subscribersHere, boolean terminal) {
        this.out = out;
        this.subscribersHere = subscribersHere;
        this.terminal = terminal;
    }

    void start(Vertx vertx, int everyMs) {
        vertx.eventBus().<JsonObject>consumer(Addresses.STATUS, message -> take(Status.of(message.body())));
        vertx.setPeriodic(everyMs, timer -> print(System.nanoTime()));
    }

    void take(Status status) {
        Map<String, Status> parts = status.part().equals(Status.TABLE) ? tables : subscribers;
        if (status.state().equals("STOPPED")) {
            parts.remove(status.name());
        } else {
            parts.put(status.name(), status);
        }
    }

    private void print(long nanos) {
        String line = line(nanos);
        if (terminal) {
            out.print(IN_PLACE + line);
            out.flush();
        } else {
            out.println(line);
        }
    }

    /** As {@code rows 1,234 (500/s), lag 0 rows 0 ms, subscribers 2 of 2 live, rejected 0}. */
    String line(long nanos) {
        long rows = sum(tables.isEmpty() ? subscribers : tables, Status::applied);
        long perSecond = Math.round((rows - rowsBefore) / Math.max(1e-3, (nanos - nanosBefore) / NANOS_PER_SECOND));
        rowsBefore = rows;
        nanosBefore = nanos;
        long live = subscribers.values().stream().filter(StatusLine::isLive).count();
        long known = Math.max(subscribersHere, subscribers.size());
        String trouble = subscribers.values().stream()
                .filter(status -> !isLive(status))
                .findFirst()
                .map(status -> "; " + status.name() + " " + status.state() + " " + status.reason())
                .orElse("");
        return String.format(
                "rows %,d (%,d/s), lag %,d rows %,d ms, subscribers %d of %d live, rejected %,d%s",
                rows,
                perSecond,
                sum(subscribers, Status::lagRows),
                subscribers.values().stream().mapToLong(Status::lagMs).max().orElse(0),
                live,
                known,
                sum(subscribers, Status::rejected) + sum(tables, Status::rejected),
                trouble);
    }

    private static boolean isLive(Status status) {
        return status.state().equals("LIVE");
    }

    private static long sum(Map<String, Status> statuses, ToLongFunction<Status> field) {
        return statuses.values().stream().mapToLong(field).sum();
    }
}
