package io.tickbus.web;

import io.tickbus.event.Status;
import io.tickbus.event.StatusReport;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One subscriber or table verticle on one node: what it said last, how fast its rows come, what went wrong with it. For one thread. */
final class PipelinePart {
    private static final String BACKING_OFF = "BACKING_OFF";

    private final Rate rate = new Rate();
    private StatusReport statusReport;
    private @Nullable LastError lastError;

    PipelinePart(StatusReport first) {
        statusReport = first;
    }

    void apply(StatusReport later, Instant at) {
        statusReport = later;
        Status status = later.status();
        rate.sample(status.applied(), later.nanos());
        if (status.state().equals(BACKING_OFF)) {
            lastError = new LastError(at, status.reason());
        }
    }

    void blame(LastError error) {
        lastError = error;
    }

    StatusReport lastReport() {
        return statusReport;
    }

    Status status() {
        return statusReport.status();
    }

    boolean isStandby() {
        return status().state().equals(Status.STANDBY);
    }

    boolean runs(long now) {
        return !statusReport.isSilent(now) && !isStandby();
    }

    /** Rows a second; null as long as there is no telling. */
    @Nullable
    Long rowsPerSecond() {
        return rate.perSecond();
    }

    @Nullable
    LastError lastError() {
        return lastError;
    }
}
