package io.tickbus.cli;

import io.tickbus.event.Addresses;
import io.tickbus.event.Status;
import io.tickbus.event.StatusReport;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/**
 * The status line of {@code run}. It summarizes the status reports and events of the subscribers and table verticles on
 * all nodes. The event bus consumers can run on several threads. One thread calls {@link #show}.
 */
final class StatusLine {
    private static final double NANOS_PER_SECOND = 1e9;
    /** Interval of printed lines that stay visible, in ns, while only rows and lag change. */
    private static final long KEPT_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final Consumer<String> out;
    private final int subscribersHere;
    private final boolean kept;
    private List<Object> stateBefore = List.of();
    /** The last report of each subscriber, sorted by name. The line shows only the first problem in this order. */
    private final Map<String, StatusReport> subscribers = new ConcurrentSkipListMap<>();
    /**
     * The last report of the owner of the tables. All owners report under one name, so the map has at most one entry.
     */
    private final Map<String, StatusReport> tables = new ConcurrentSkipListMap<>();

    private long rowsBefore;
    private final LongAdder rebuilds = new LongAdder();
    private final LongAdder discardedRows = new LongAdder();
    private long nanosBefore;

    /**
     * @param subscribersHere number of subscribers on this node, including subscribers that have not yet reported
     * @param kept true if printed lines stay visible, as in a file; false if each line replaces the line before
     * @param nanos the current time of {@link System#nanoTime}
     */
    StatusLine(Consumer<String> out, int subscribersHere, boolean kept, long nanos) {
        this.out = out;
        this.subscribersHere = subscribersHere;
        this.kept = kept;
        this.nanosBefore = nanos;
    }

    void start(Vertx vertx, int everyMs) {
        vertx.eventBus()
                .<JsonObject>consumer(Addresses.STATUS, message -> apply(Status.of(message.body()), System.nanoTime()));
        vertx.eventBus().<JsonObject>consumer(Addresses.EVENTS, message -> event(message.body()));
        vertx.setPeriodic(everyMs, timer -> show(System.nanoTime()));
    }

    /** Prints the line. If printed lines stay visible and only rows and lag change, prints one line a minute. */
    void show(long nanos) {
        List<Object> state = state(nanos);
        if (!kept || !state.equals(stateBefore) || nanos - nanosBefore >= KEPT_NANOS) {
            stateBefore = state;
            out.accept(line(nanos));
        }
    }

    /**
     * Returns the values whose changes are printed at once. These are states, reasons, rejections, gaps and rebuilds,
     * but not rows and lag.
     */
    private List<Object> state(long nanos) {
        List<Object> state = new ArrayList<>();
        Stream.concat(tables.values().stream(), subscribers.values().stream()).forEach(statusReport -> {
            Status status = statusReport.status();
            state.add(status.part() + " " + status.name() + " " + status.state() + " " + status.reason());
            state.add(statusReport.isSilent(nanos));
            state.add(status.applied() > 0);
            state.add(status.gaps());
            state.add(status.rejected());
        });
        state.add(rebuilds.sum());
        return state;
    }

    void apply(Status status, long nanos) {
        Map<String, StatusReport> parts = status.part().equals(Status.TABLE) ? tables : subscribers;
        parts.merge(status.name(), new StatusReport(status, nanos), StatusReport::orRunning);
    }

    /**
     * Counts a rebuild and its discarded rows. Ignores all other events.
     *
     * @param event an event from the address {@link Addresses#EVENTS}
     */
    void event(JsonObject event) {
        if ("rebuilt".equals(event.getString("event"))) {
            rebuilds.increment();
            discardedRows.add(event.getLong("discardedRows", 0L));
        }
    }

    /**
     * Returns a line such as {@code rows 1,234 (500/s), lag 0 rows 0 ms, subscribers 2 of 2 live, rejected 0}. If there
     * are any, the line also shows gaps, rebuilds and the first problem.
     */
    String line(long nanos) {
        long rows = sum(tables.isEmpty() ? subscribers : tables, Status::applied);
        double seconds = Math.max(1e-3, (nanos - nanosBefore) / NANOS_PER_SECOND);
        long perSecond = Math.round(Math.max(0, rows - rowsBefore) / seconds); // A new owner counts from 0.
        rowsBefore = rows;
        nanosBefore = nanos;
        long live = subscribers.values().stream()
                .filter(statusReport -> statusReport.isLive(nanos))
                .count();
        long gaps = sum(subscribers, Status::gaps);
        String trouble = Stream.concat(tables.values().stream(), subscribers.values().stream())
                .filter(statusReport -> !statusReport.isLive(nanos))
                .findFirst()
                .map(statusReport -> "; " + statusReport.trouble(nanos))
                .orElse("");
        return String.format(
                Locale.ROOT,
                "rows %,d (%,d/s), lag %,d rows %,d ms, subscribers %d of %d live, rejected %,d%s%s%s",
                rows,
                perSecond,
                sum(subscribers, Status::lagRows),
                subscribers.values().stream()
                        .mapToLong(statusReport -> statusReport.status().lagMs())
                        .max()
                        .orElse(0),
                live,
                Math.max(subscribersHere, subscribers.size()),
                sum(subscribers, Status::rejected) + sum(tables, Status::rejected),
                gaps == 0 ? "" : String.format(Locale.ROOT, ", gaps %,d", gaps),
                rebuilds.sum() == 0
                        ? ""
                        : String.format(
                                Locale.ROOT, ", rebuilds %,d, discarded rows %,d", rebuilds.sum(), discardedRows.sum()),
                trouble);
    }

    private static long sum(Map<String, StatusReport> parts, ToLongFunction<Status> field) {
        return parts.values().stream()
                .map(StatusReport::status)
                .mapToLong(field)
                .sum();
    }
}
