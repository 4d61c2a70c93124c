package io.tickbus.event;

import java.util.concurrent.TimeUnit;

/**
 * The last status that a part has published.
 *
 * @param status the status
 * @param nanos the time at which this node received the status, in ns of {@link System#nanoTime}
 */
public record StatusReport(Status status, long nanos) {
    /**
     * The age of a report, in ns, after which the part counts as silent. It is ten intervals of
     * {@link Status#PERIOD_MS}. The node of a silent part has stopped or hangs.
     */
    public static final long SILENT_NANOS = TimeUnit.MILLISECONDS.toNanos(10L * Status.PERIOD_MS);

    /**
     * {@return whether the part is LIVE and not silent}
     *
     * @param now the current time, in ns of {@link System#nanoTime}
     */
    public boolean isLive(long now) {
        return status.state().equals(Status.LIVE) && !isSilent(now);
    }

    /**
     * {@return whether the report is older than {@link #SILENT_NANOS}}
     *
     * @param now the current time, in ns of {@link System#nanoTime}
     */
    public boolean isSilent(long now) {
        return now - nanos > SILENT_NANOS;
    }

    /**
     * {@return the report to keep} This is the later report, unless it comes from a standby on another node. A standby
     * does not replace the report of a running part.
     *
     * @param later a report that arrived after this one
     */
    public StatusReport orRunning(StatusReport later) {
        boolean standsBy = later.status.state().equals(Status.STANDBY);
        boolean elsewhere = !later.status.node().equals(status.node());
        return standsBy && elsewhere ? this : later;
    }

    /**
     * {@return the name, state and reason of a part that is not live, as text for an operator}
     *
     * @param now the current time, in ns of {@link System#nanoTime}
     */
    public String trouble(long now) {
        return isSilent(now)
                ? status.name() + " silent for " + TimeUnit.NANOSECONDS.toSeconds(now - nanos) + " s"
                : (status.name() + " " + status.state() + " " + status.reason()).stripTrailing();
    }
}
