package io.tickbus.event;

import java.util.concurrent.TimeUnit;

/**
 * What a part said last of itself.
 *
 * @param nanos when it was heard, as of {@link System#nanoTime}
 */
public record StatusReport(Status status, long nanos) {
    /** A part publishes every {@link Status#PERIOD_MS}; after ten that did not come, its node is gone or stuck. */
    public static final long SILENT_NANOS = TimeUnit.MILLISECONDS.toNanos(10L * Status.PERIOD_MS);

    public boolean isLive(long now) {
        return status.state().equals(Status.LIVE) && !isSilent(now);
    }

    public boolean isSilent(long now) {
        return now - nanos > SILENT_NANOS;
    }

    /** What runs on one node stands by on others, whose word does not count until it does not run any more. */
    public StatusReport orRunning(StatusReport later) {
        boolean standsBy = later.status.state().equals(Status.STANDBY);
        boolean elsewhere = !later.status.node().equals(status.node());
        return standsBy && elsewhere ? this : later;
    }

    /** The name, and the state with its reason, of one that is not live. */
    public String trouble(long now) {
        return isSilent(now)
                ? status.name() + " silent for " + TimeUnit.NANOSECONDS.toSeconds(now - nanos) + " s"
                : (status.name() + " " + status.state() + " " + status.reason()).stripTrailing();
    }
}
