package io.tickbus.event;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The last reports of the pipeline's parts: at most one report of each part on each node. The reports decide whether
 * the pipeline is live. Immutable.
 *
 * @param reports the reports, in any order
 */
public record StatusReports(List<StatusReport> reports) {
    /** No part has reported. */
    public static final StatusReports NONE = new StatusReports(List.of());

    /**
     * Copies the list.
     *
     * @param reports see {@link #reports}
     */
    public StatusReports {
        reports = List.copyOf(reports);
    }

    /**
     * {@return these reports with a later report} The later report replaces the earlier report of its part and node.
     *
     * @param later the later report
     */
    public StatusReports with(StatusReport later) {
        List<StatusReport> all = new ArrayList<>(reports);
        all.removeIf(report -> report.status().isOfSamePart(later.status()));
        all.add(later);
        return new StatusReports(all);
    }

    /**
     * {@return the report of the owner of the tables} If there is no owner, returns the report of a standby. Returns
     * null if no table verticle has reported.
     *
     * @param now the current time, in ns of {@link System#nanoTime}
     */
    public @Nullable StatusReport owner(long now) {
        return reports.stream()
                .filter(report -> report.status().part().equals(Status.TABLE))
                .max(preference(now))
                .orElse(null);
    }

    /**
     * {@return the report of the node that runs a subscriber, or null if no node has reported the subscriber}
     *
     * @param name the subscriber's name
     * @param now the current time, in ns of {@link System#nanoTime}
     */
    public @Nullable StatusReport subscriber(String name, long now) {
        return reports.stream()
                .filter(report -> report.status().part().equals(Status.SUBSCRIBER)
                        && report.status().name().equals(name))
                .max(preference(now))
                .orElse(null);
    }

    /**
     * Orders reports by credibility. The most credible report is the maximum. A recent report outranks the report of a
     * silent part, and a running part outranks a standby. During a takeover, two parts can appear to run. Then the part
     * with the higher epoch wins. If the epochs are equal, the later report wins.
     */
    private static Comparator<StatusReport> preference(long now) {
        return Comparator.<StatusReport, Boolean>comparing(report -> !report.isSilent(now))
                .thenComparing(report -> !report.status().state().equals(Status.STANDBY))
                .thenComparing(report -> report.status().epoch())
                .thenComparing(StatusReport::nanos);
    }

    /**
     * {@return the names of the subscribers that must be live} These are the required subscribers, and then all other
     * subscribers that have reported, in alphabetical order. A subscriber that was stopped without a failure is left
     * out unless it is required.
     *
     * @param required names of subscribers that must be live even if they have not reported
     * @param now the current time, in ns of {@link System#nanoTime}
     */
    public Set<String> subscriberNames(Collection<String> required, long now) {
        Set<String> names = new LinkedHashSet<>(required);
        reports.stream()
                .filter(report -> report.status().part().equals(Status.SUBSCRIBER))
                .map(report -> report.status().name())
                .distinct()
                .sorted()
                .filter(name -> !Objects.requireNonNull(subscriber(name, now))
                        .status()
                        .state()
                        .equals(Status.STOPPED))
                .forEach(names::add);
        return names;
    }

    /**
     * {@return why no node owns the tables} The result is empty if the owner is live.
     *
     * @param now the current time, in ns of {@link System#nanoTime}
     */
    public Optional<String> ownerTrouble(long now) {
        return trouble(owner(now), "no owner of the tables has reported", now);
    }

    /**
     * {@return why a subscriber is not live} The result is empty if it is live.
     *
     * @param name the subscriber's name
     * @param now the current time, in ns of {@link System#nanoTime}
     */
    public Optional<String> subscriberTrouble(String name, long now) {
        return trouble(subscriber(name, now), name + " has not reported", now);
    }

    private static Optional<String> trouble(@Nullable StatusReport report, String unreported, long now) {
        if (report == null) {
            return Optional.of(unreported);
        }
        return report.isLive(now) ? Optional.empty() : Optional.of(report.trouble(now));
    }

    /**
     * {@return why the pipeline is not live, with one text for each part that is not live} The list is empty if the
     * owner and all of {@link #subscriberNames} are live and no subscriber has a refused table.
     *
     * @param required names of subscribers that must be live even if they have not reported
     * @param now the current time, in ns of {@link System#nanoTime}
     */
    public List<String> troubles(Collection<String> required, long now) {
        Stream<String> ofSubscribers = subscriberNames(required, now).stream()
                .flatMap(name -> subscriberTrouble(name, now).or(() -> refusedTable(name, now)).stream());
        return Stream.concat(ownerTrouble(now).stream(), ofSubscribers).toList();
    }

    private Optional<String> refusedTable(String name, long now) {
        return Optional.ofNullable(subscriber(name, now))
                .map(StatusReport::status)
                .filter(status -> !status.shortfall().equals(Shortfall.NONE))
                .map(status ->
                        name + " is live without table " + status.shortfall().table() + ": " + status.reason());
    }
}
