package io.tickbus.web;

import io.tickbus.config.WebConfig;
import io.tickbus.event.MemoryStatus;
import io.tickbus.event.Shortfall;
import io.tickbus.event.Status;
import io.tickbus.event.StatusReport;
import io.tickbus.event.StatusReports;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Decides whether this node is ready, for the readiness probe of {@link WebVerticle}. Some node must own the tables and
 * accept rows. Each subscriber must be live on some node. Lag and missing rows must be within their limits. This node
 * must be able to write its files. Subscribers of other nodes count too, because the tables lack the rows of a
 * subscriber that is not live.
 *
 * @param required names of the node's own subscribers; the node is not ready until each of them is live
 * @param lagMsMax largest age of a row that is not yet applied, in ms
 * @param missingRowsMax largest number of missing rows in the tables; {@link io.tickbus.config.WebConfig#NO_LIMIT} for
 *     no limit
 */
record Readiness(List<String> required, int lagMsMax, long missingRowsMax) {
    Readiness {
        required = List.copyOf(required);
    }

    /**
     * Returns the results of all checks.
     *
     * @param now the current time of {@link System#nanoTime}
     * @param outages files of this node that cannot be written, each with the reason
     */
    Health of(PipelineParts parts, long now, Map<String, String> outages) {
        StatusReports reports = parts.reports();
        List<HealthCheck> checks = new ArrayList<>();
        checks.add(owner(reports, now));
        reports.subscriberNames(required, now).forEach(name -> checks.add(subscriber(name, reports, now)));
        checks.add(lag(parts, now));
        checks.add(missing(parts, reports, now));
        memory(reports, now).ifPresent(checks::add);
        outages.forEach((file, reason) -> checks.add(new HealthCheck(file, false, reason)));
        return new Health(checks);
    }

    private static HealthCheck owner(StatusReports reports, long now) {
        return reports.ownerTrouble(now)
                .map(trouble -> new HealthCheck("owner", false, trouble))
                .orElseGet(() -> {
                    Status owner = Objects.requireNonNull(reports.owner(now)).status();
                    return new HealthCheck(
                            "owner", true, "node " + owner.node() + " owns the tables, epoch " + owner.epoch());
                });
    }

    private static HealthCheck subscriber(String name, StatusReports reports, long now) {
        String check = "subscriber " + name;
        return reports.subscriberTrouble(name, now)
                .map(trouble -> new HealthCheck(check, false, trouble))
                .orElseGet(() -> {
                    Status live = Objects.requireNonNull(reports.subscriber(name, now))
                            .status();
                    return new HealthCheck(check, true, (name + " is live. " + live.reason()).stripTrailing());
                });
    }

    /** Checks the largest number of rows that the tables lack or that a subscriber cannot deliver. */
    private HealthCheck missing(PipelineParts parts, StatusReports reports, long now) {
        StatusReport owner = reports.owner(now);
        Shortfall worst = owner == null || owner.isSilent(now)
                ? Shortfall.NONE
                : owner.status().shortfall();
        for (PipelinePart part : parts.subscribers()) {
            worst = part.lastReport().isSilent(now)
                    ? worst
                    : worst.or(part.status().shortfall());
        }
        boolean limited = missingRowsMax != WebConfig.NO_LIMIT;
        String limit = limited ? ", at most " + missingRowsMax + " (readyMissingRowsMax)" : "";
        return new HealthCheck("missing rows", !limited || !worst.exceeds(missingRowsMax), worst + limit);
    }

    /**
     * Checks the largest lag of all subscribers that report. The result includes subscribers of other nodes, because
     * their lag also makes the tables late.
     */
    private HealthCheck lag(PipelineParts parts, long now) {
        long lagMs = 0;
        String whose = "";
        for (PipelinePart part : parts.subscribers()) {
            StatusReport statusReport = part.lastReport();
            if (!statusReport.isSilent(now) && statusReport.status().lagMs() > lagMs) {
                lagMs = statusReport.status().lagMs();
                whose = " (" + statusReport.status().name() + ")";
            }
        }
        return new HealthCheck("lag", lagMs <= lagMsMax, lagMs + " ms" + whose + ", at most " + lagMsMax + " ms");
    }

    /**
     * Returns the check of the owner's memory, or an empty result if no owner reports its memory. The check fails only
     * while the owner delays or refuses rows.
     */
    private static Optional<HealthCheck> memory(StatusReports reports, long now) {
        StatusReport owner = reports.owner(now);
        MemoryStatus memory =
                owner == null || !owner.isLive(now) ? null : owner.status().memory();
        return Optional.ofNullable(memory).map(taken -> new HealthCheck("memory", taken.takesRows(), taken.reason()));
    }
}
