package io.tickbus.web;

import io.tickbus.event.Status;
import io.tickbus.event.StatusReport;
import io.tickbus.event.StatusReports;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * The last status report of every subscriber and table verticle of all nodes. {@link Overview} and {@link Readiness}
 * read the reports. Only the thread of the web verticle uses this class.
 */
final class PipelineParts {
    /**
     * After this time, in ms, a silent subscriber or table verticle is removed if its last state was STANDBY or
     * STOPPED.
     */
    static final int CLOSED_FORGOTTEN_MS = 300_000;

    /**
     * After this time, in ms, a silent subscriber or table verticle is removed if it was killed. A killed subscriber
     * makes the node not ready until its removal.
     */
    static final int KILLED_FORGOTTEN_MS = 86_400_000;

    private static final Set<String> AT_REST = Set.of(Status.STANDBY, Status.STOPPED);

    private final Map<PartKey, PipelinePart> parts = new TreeMap<>(
            Comparator.comparing(PartKey::part).thenComparing(PartKey::name).thenComparing(PartKey::node));

    private record PartKey(String part, String name, String node) {}

    /**
     * Stores a status report.
     *
     * @param at the time when the report arrived
     * @param nanos the value of {@link System#nanoTime} when the report arrived
     */
    void apply(Status status, Instant at, long nanos) {
        PartKey key = new PartKey(status.part(), status.name(), status.node());
        StatusReport statusReport = new StatusReport(status, nanos);
        parts.computeIfAbsent(key, first -> new PipelinePart(statusReport)).apply(statusReport, at);
    }

    void forgetOld(long now) {
        parts.values().removeIf(part -> {
            int limitMs = AT_REST.contains(part.status().state()) ? CLOSED_FORGOTTEN_MS : KILLED_FORGOTTEN_MS;
            return now - part.lastReport().nanos() > TimeUnit.MILLISECONDS.toNanos(limitMs);
        });
    }

    /** Returns the subscribers, sorted by name. A subscriber on several nodes occurs once per node. */
    List<PipelinePart> subscribers() {
        return parts.values().stream()
                .filter(part -> part.status().part().equals(Status.SUBSCRIBER))
                .toList();
    }

    StatusReports reports() {
        return new StatusReports(
                parts.values().stream().map(PipelinePart::lastReport).toList());
    }
}
