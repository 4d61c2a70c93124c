package io.tickbus.junit5;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;

/**
 * The clock of a test's tickerplant: a day that only the test changes, and the time of day in UTC. No day therefore ends by
 * itself at midnight. Thread-safe.
 */
final class TestClock extends Clock {
    private volatile LocalDate day;

    TestClock(LocalDate day) {
        this.day = day;
    }

    LocalDate day() {
        return day;
    }

    void day(LocalDate next) {
        day = next;
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }

    @Override
    public Instant instant() {
        return day.atTime(LocalTime.now(ZoneOffset.UTC)).toInstant(ZoneOffset.UTC);
    }
}
