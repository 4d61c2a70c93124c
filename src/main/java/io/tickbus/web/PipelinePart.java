package io.tickbus.web;

import io.tickbus.event.Status;
import io.tickbus.event.StatusReport;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One subscriber or table verticle on one node, with its last status report, its row rate and its last error. {@link
 * PipelineParts} contains these objects. Only the thread of the web verticle uses this class.
 */
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

    void recordError(LastError error) {
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

    /** Returns the rows per second, or null if there are too few reports to compute the rate. */
    @Nullable
    Long rowsPerSecond() {
        return rate.perSecond();
    }

    @Nullable
    LastError lastError() {
        return lastError;
    }
}
