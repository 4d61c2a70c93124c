package io.tickbus.web;

import io.tickbus.event.Heard;
import io.tickbus.event.Status;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One subscriber or table verticle on one node: what it said last, how fast its rows come, what went wrong with it. For one thread. */
final class Part {
    private static final String BACKING_OFF = "BACKING_OFF";

    private final Rate rate = new Rate();
    private Heard heard;
    private @Nullable LastError lastError;

    Part(Heard first) {
        heard = first;
    }

    void take(Heard later, Instant at) {
        heard = later;
        Status status = later.status();
        rate.take(status.applied(), later.nanos());
        if (status.state().equals(BACKING_OFF)) {
            lastError = new LastError(at, status.reason());
        }
    }

    void blame(LastError error) {
        lastError = error;
    }

    Heard heard() {
        return heard;
    }

    Status status() {
        return heard.status();
    }

    boolean standsBy() {
        return status().state().equals(Status.STANDBY);
    }

    boolean runs(long now) {
        return !heard.isSilent(now) && !standsBy();
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
