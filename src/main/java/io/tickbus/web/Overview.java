package io.tickbus.web;

import io.tickbus.event.JsonNumber;
import io.tickbus.event.MemoryStatus;
import io.tickbus.event.Rejection;
import io.tickbus.event.Status;
import io.tickbus.event.StatusReport;
import io.tickbus.q.SymbolUse;
import io.tickbus.q.Symbols;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The state of the whole pipeline as JSON. It contains the owner of the tables, the subscribers of all nodes, the
 * tables, and recent errors. {@link OverviewAnswers} records events here, and answers HTTP requests with the result of
 * {@link #toJson}. Only the thread of the web verticle uses this class.
 */
final class Overview {
    private static final String GAP = "gap";

    private final String node;
    private final Instant since;
    private final PipelineParts parts;
    private final Map<String, Rate> tableRates = new HashMap<>();
    private final RejectionHistory rejections = new RejectionHistory();
    private final EventHistory events = new EventHistory();

    /**
     * @param node the name of the node that answers HTTP requests
     * @param since the time when the node began to count rejections and events
     * @param parts the status reports; the web verticle updates them
     */
    Overview(String node, Instant since, PipelineParts parts) {
        this.node = node;
        this.since = since;
        this.parts = parts;
    }

    void record(Rejection rejection, Instant at) {
        rejections.record(rejection, at);
        recordError(rejection.source(), new LastError(at, "rejected: " + rejection.reason()));
    }

    /**
     * Records an event of a table.
     *
     * @param event an event from the address {@link io.tickbus.event.Addresses#EVENTS}
     * @param at the time when the event arrived
     */
    void event(JsonObject event, Instant at) {
        events.record(event, at);
        if (GAP.equals(event.getString("event"))) {
            String reason = "gap in " + event.getString("table") + ": " + event.getString("reason");
            recordError(event.getString("partition", ""), new LastError(at, reason));
        }
    }

    private void recordError(String subscriber, LastError error) {
        parts.subscribers().stream()
                .filter(part -> !part.isStandby() && part.status().name().equals(subscriber))
                .forEach(part -> part.recordError(error));
    }

    /**
     * Returns {@code {node, since, owner: {node, epoch, memory: {bytes, bytesMax, level, takesRows, reason}}, symbols:
     * {count, countMax, bytes, bytesMax, nearlyFull}, subscribers: [{name, node, state, reason, silentSeconds, epoch,
     * rows, rowsPerSecond, lagRows, lagMs, inFlightRows, rejected, gaps, lastError: {at, reason}}], tables: [{table,
     * rows, rowsPerSecond, nextOffset, evictedRows, missingRows, missingUnknown, rebuilds, discardedRows}],
     * tablesError, rejected: [{source, table, reason, count, rows, last}], events: [{event, table, partition, reason,
     * count, rows, last}]}}. Unknown values are null. An integer above 2^53 is a string. The counts of {@code rejected}
     * and {@code events} begin at {@code since}.
     *
     * @param tables the owner's descriptions of the tables; empty if the owner did not answer
     * @param tablesError why the owner did not answer; null if the owner answered
     * @param now the current time of {@link System#nanoTime}
     */
    JsonObject toJson(JsonArray tables, @Nullable String tablesError, long now) {
        return new JsonObject()
                .put("node", node)
                .put("since", since.toString())
                .put("owner", owner(now))
                .put("symbols", symbols())
                .put("subscribers", subscribers(now))
                .put("tables", tablesError == null ? tables(tables, now) : new JsonArray())
                .put("tablesError", tablesError)
                .put("rejected", rejections.toJson())
                .put("events", events.toJson());
    }

    /** Returns the number and the size of the symbols in this node's process, and the limits for symbols. */
    private static JsonObject symbols() {
        SymbolUse use = Symbols.use();
        return new JsonObject()
                .put("count", use.count())
                .put("countMax", use.bounds().countMax())
                .put("bytes", JsonNumber.whole(use.bytes()))
                .put("bytesMax", JsonNumber.whole(use.bounds().bytesMax()))
                .put("nearlyFull", use.isNearlyFull());
    }

    private @Nullable JsonObject owner(long now) {
        StatusReport owner = parts.reports().owner(now);
        if (owner == null || !owner.isLive(now)) {
            return null;
        }
        Status status = owner.status();
        JsonObject json = new JsonObject().put("node", status.node()).put("epoch", JsonNumber.whole(status.epoch()));
        MemoryStatus memory = status.memory();
        return memory == null ? json : json.put("memory", memory.toJson());
    }

    /**
     * Returns the subscribers that report. Also returns a silent subscriber, unless the subscriber was a standby or
     * runs on another node.
     */
    private JsonArray subscribers(long now) {
        List<PipelinePart> all = parts.subscribers();
        Set<String> running = all.stream()
                .filter(part -> part.runs(now))
                .map(part -> part.status().name())
                .collect(Collectors.toSet());
        JsonArray json = new JsonArray();
        for (PipelinePart part : all) {
            boolean missed =
                    !part.isStandby() && !running.contains(part.status().name());
            if (!part.lastReport().isSilent(now) || missed) {
                json.add(subscriber(part, now));
            }
        }
        return json;
    }

    private static JsonObject subscriber(PipelinePart part, long now) {
        Status status = part.status();
        boolean silent = part.lastReport().isSilent(now);
        long silentSeconds =
                silent ? TimeUnit.NANOSECONDS.toSeconds(now - part.lastReport().nanos()) : 0;
        LastError error = part.lastError();
        return new JsonObject()
                .put("name", status.name())
                .put("node", status.node())
                .put("state", status.state())
                .put("reason", status.reason())
                .put("silentSeconds", silentSeconds)
                .put("epoch", JsonNumber.whole(status.epoch()))
                .put("rows", JsonNumber.whole(status.applied()))
                .put("rowsPerSecond", silent ? null : whole(part.rowsPerSecond()))
                .put("lagRows", JsonNumber.whole(status.lagRows()))
                .put("lagMs", JsonNumber.whole(status.lagMs()))
                .put("inFlightRows", JsonNumber.whole(status.inFlightRows()))
                .put("rejected", JsonNumber.whole(status.rejected()))
                .put("gaps", JsonNumber.whole(status.gaps()))
                .put("lastError", error == null ? null : error.toJson());
    }

    private JsonArray tables(JsonArray described, long now) {
        Set<String> names = described.stream()
                .map(each -> ((JsonObject) each).getString("table"))
                .collect(Collectors.toSet());
        tableRates.keySet().retainAll(names);
        JsonArray all = new JsonArray();
        for (int i = 0; i < described.size(); i++) {
            JsonObject table = described.getJsonObject(i);
            long nextOffset = table.getLong("nextOffset");
            Rate rate = tableRates.computeIfAbsent(table.getString("table"), name -> new Rate());
            rate.sample(nextOffset, now);
            all.add(new JsonObject()
                    .put("table", table.getString("table"))
                    .put("rows", JsonNumber.whole(table.getLong("count")))
                    .put("rowsPerSecond", whole(rate.perSecond()))
                    .put("nextOffset", JsonNumber.whole(nextOffset))
                    .put("evictedRows", JsonNumber.whole(table.getLong("evictedRows", 0L)))
                    .put("missingRows", JsonNumber.whole(table.getLong("missingRows")))
                    .put("missingUnknown", table.getBoolean("missingUnknown"))
                    .put("rebuilds", JsonNumber.whole(table.getLong("rebuilds", 0L)))
                    .put("discardedRows", JsonNumber.whole(table.getLong("discardedRows", 0L))));
        }
        return all;
    }

    private static @Nullable Object whole(@Nullable Long number) {
        return number == null ? null : JsonNumber.whole(number);
    }
}
