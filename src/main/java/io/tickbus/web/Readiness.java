package io.tickbus.web;

import io.tickbus.config.WebConfig;
import io.tickbus.event.Heard;
import io.tickbus.event.MemoryStatus;
import io.tickbus.event.Shortfall;
import io.tickbus.event.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Whether a node can be relied on: somebody owns the tables, the subscribers that it is there for are live, here or on another
 * node, rows get through in time, the tables have room for them, and all files of the node can be written.
 *
 * @param required names of subscribers
 * @param lagMsMax how old a row on its way to the tables may be
 * @param missingRowsMax how many rows a table may miss; {@link io.tickbus.config.WebConfig#NO_LIMIT} for any number
 */
record Readiness(List<String> required, int lagMsMax, long missingRowsMax) {
    Readiness {
        required = List.copyOf(required);
    }

    /**
     * @param now as of {@link System#nanoTime}
     * @param outages files of this node that cannot be written, with the reasons
     */
    Health of(Parts parts, long now, Map<String, String> outages) {
        List<Check> checks = new ArrayList<>();
        checks.add(owner(parts, now));
        required.forEach(name -> checks.add(subscriber(name, parts, now)));
        checks.add(lag(parts, now));
        checks.add(missing(parts, now));
        memory(parts, now).ifPresent(checks::add);
        outages.forEach((file, reason) -> checks.add(new Check(file, false, reason)));
        return new Health(checks);
    }

    private static Check owner(Parts parts, long now) {
        Heard owner = parts.owner(now);
        if (owner == null) {
            return new Check("owner", false, "no owner of the tables was heard of");
        }
        if (!owner.isLive(now)) {
            return new Check("owner", false, owner.trouble(now));
        }
        Status status = owner.status();
        return new Check("owner", true, "node " + status.node() + " owns the tables, epoch " + status.epoch());
    }

    private static Check subscriber(String name, Parts parts, long now) {
        String check = "subscriber " + name;
        Heard heard = parts.subscriber(name, now);
        if (heard == null) {
            return new Check(check, false, name + " was not heard of");
        }
        return heard.isLive(now)
                ? new Check(check, true, (name + " is live. " + heard.status().reason()).stripTrailing())
                : new Check(check, false, heard.trouble(now));
    }

    /** Checks what the owner misses in its tables, and what the subscribers cannot bring at all. */
    private Check missing(Parts parts, long now) {
        Heard owner = parts.owner(now);
        Shortfall worst = owner == null || owner.isSilent(now)
                ? Shortfall.NONE
                : owner.status().shortfall();
        for (Part part : parts.subscribers()) {
            worst = part.heard().isSilent(now) ? worst : worst.or(part.status().shortfall());
        }
        boolean limited = missingRowsMax != WebConfig.NO_LIMIT;
        String limit = limited ? ", at most " + missingRowsMax + " (readyMissingRowsMax)" : "";
        return new Check("missing rows", !limited || !worst.exceeds(missingRowsMax), worst + limit);
    }

    /** Of all subscribers that are heard, required or not: whatever is late makes the tables late. */
    private Check lag(Parts parts, long now) {
        long lagMs = 0;
        String whose = "";
        for (Part part : parts.subscribers()) {
            Heard heard = part.heard();
            if (!heard.isSilent(now) && heard.status().lagMs() > lagMs) {
                lagMs = heard.status().lagMs();
                whose = " (" + heard.status().name() + ")";
            }
        }
        return new Check("lag", lagMs <= lagMsMax, lagMs + " ms" + whose + ", at most " + lagMsMax + " ms");
    }

    /** The check of the owner's memory, if an owner is heard. It fails only while rows wait or are refused. */
    private static Optional<Check> memory(Parts parts, long now) {
        Heard owner = parts.owner(now);
        MemoryStatus memory =
                owner == null || !owner.isLive(now) ? null : owner.status().memory();
        return Optional.ofNullable(memory).map(taken -> new Check("memory", taken.takesRows(), taken.reason()));
    }
}
