package io.tickbus.web;

import io.tickbus.config.WebConfig;
import io.tickbus.event.MemoryStatus;
import io.tickbus.event.Shortfall;
import io.tickbus.event.Status;
import io.tickbus.event.StatusReport;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Decides whether a node is ready. {@link WebVerticle} uses the result for the readiness probe. Some node must own the
 * tables and accept rows. Each subscriber must be live on some node. Lag and missing rows must be within their limits.
 * This node must be able to write its files. Subscribers of other nodes count too. While a subscriber replays or is
 * down, the tables lack its rows.
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
        List<HealthCheck> checks = new ArrayList<>();
        checks.add(owner(parts, now));
        Set<String> names = new LinkedHashSet<>(required);
        names.addAll(parts.namesOfSubscribers(now));
        names.forEach(name -> checks.add(subscriber(name, parts, now)));
        checks.add(lag(parts, now));
        checks.add(missing(parts, now));
        memory(parts, now).ifPresent(checks::add);
        outages.forEach((file, reason) -> checks.add(new HealthCheck(file, false, reason)));
        return new Health(checks);
    }

    private static HealthCheck owner(PipelineParts parts, long now) {
        StatusReport owner = parts.owner(now);
        if (owner == null) {
            return new HealthCheck("owner", false, "no owner of the tables has reported");
        }
        if (!owner.isLive(now)) {
            return new HealthCheck("owner", false, owner.trouble(now));
        }
        Status status = owner.status();
        return new HealthCheck("owner", true, "node " + status.node() + " owns the tables, epoch " + status.epoch());
    }

    private static HealthCheck subscriber(String name, PipelineParts parts, long now) {
        String check = "subscriber " + name;
        StatusReport statusReport = parts.subscriber(name, now);
        if (statusReport == null) {
            return new HealthCheck(check, false, name + " has not reported");
        }
        return statusReport.isLive(now)
                ? new HealthCheck(
                        check,
                        true,
                        (name + " is live. " + statusReport.status().reason()).stripTrailing())
                : new HealthCheck(check, false, statusReport.trouble(now));
    }

    /** Checks how many rows the owner's tables lack, and how many rows a subscriber cannot deliver. */
    private HealthCheck missing(PipelineParts parts, long now) {
        StatusReport owner = parts.owner(now);
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
    private static Optional<HealthCheck> memory(PipelineParts parts, long now) {
        StatusReport owner = parts.owner(now);
        MemoryStatus memory =
                owner == null || !owner.isLive(now) ? null : owner.status().memory();
        return Optional.ofNullable(memory).map(taken -> new HealthCheck("memory", taken.takesRows(), taken.reason()));
    }
}
