package io.tickbus.web;

import io.tickbus.event.Status;
import io.tickbus.event.StatusReport;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** What the parts of all nodes said last. For one thread. */
final class PipelineParts {
    /** Time after which a silent part that was closed in order, or stood by, is forgotten. */
    static final int CLOSED_FORGOTTEN_MS = 300_000;

    /** Time after which any other silent part is forgotten. Until then a killed subscriber keeps the node from being ready. */
    static final int KILLED_FORGOTTEN_MS = 86_400_000;

    private static final String STOPPED = "STOPPED";
    private static final Set<String> AT_REST = Set.of(Status.STANDBY, STOPPED);

    private final Map<Place, PipelinePart> parts = new TreeMap<>(
            Comparator.comparing(Place::part).thenComparing(Place::name).thenComparing(Place::node));

    private record Place(String part, String name, String node) {}

    /** @param nanos as of {@link System#nanoTime} */
    void apply(Status status, Instant at, long nanos) {
        Place place = new Place(status.part(), status.name(), status.node());
        StatusReport statusReport = new StatusReport(status, nanos);
        parts.computeIfAbsent(place, first -> new PipelinePart(statusReport)).apply(statusReport, at);
    }

    void forgetOld(long now) {
        parts.values().removeIf(part -> {
            int limitMs = AT_REST.contains(part.status().state()) ? CLOSED_FORGOTTEN_MS : KILLED_FORGOTTEN_MS;
            return now - part.lastReport().nanos() > TimeUnit.MILLISECONDS.toNanos(limitMs);
        });
    }

    /** Returns the names of all known subscribers, in order, without those that were closed in order. */
    List<String> namesOfSubscribers(long now) {
        return subscribers().stream()
                .map(part -> part.status().name())
                .distinct()
                .filter(name -> !Objects.requireNonNull(subscriber(name, now))
                        .status()
                        .state()
                        .equals(STOPPED))
                .toList();
    }

    /** In the order of their names, each on every node where it was heard. */
    List<PipelinePart> subscribers() {
        return parts.values().stream()
                .filter(part -> part.status().part().equals(Status.SUBSCRIBER))
                .toList();
    }

    /** The one that counts of all nodes' of this name; null when nothing was heard of any. */
    @Nullable
    StatusReport subscriber(String name, long now) {
        return parts.entrySet().stream()
                .filter(entry -> entry.getKey().part.equals(Status.SUBSCRIBER)
                        && entry.getKey().name.equals(name))
                .map(entry -> entry.getValue().lastReport())
                .max(preference(now))
                .orElse(null);
    }

    /** Who owns the tables, or else stands by; null when nothing was heard. */
    @Nullable
    StatusReport owner(long now) {
        return parts.values().stream()
                .map(PipelinePart::lastReport)
                .filter(statusReport -> statusReport.status().part().equals(Status.TABLE))
                .max(preference(now))
                .orElse(null);
    }

    /**
     * Who speaks counts before who is silent, who runs before who stands by; of two that run, as it may seem while one takes
     * the other's place, the one of the later epoch, and then the one that spoke last.
     */
    private static Comparator<StatusReport> preference(long now) {
        return Comparator.<StatusReport, Boolean>comparing(statusReport -> !statusReport.isSilent(now))
                .thenComparing(statusReport -> !statusReport.status().state().equals(Status.STANDBY))
                .thenComparing(statusReport -> statusReport.status().epoch())
                .thenComparing(StatusReport::nanos);
    }
}
