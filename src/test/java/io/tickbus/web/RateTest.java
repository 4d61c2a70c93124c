package io.tickbus.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RateTest {
    private final Rate rate = new Rate();

    private void take(long count, long ms) {
        rate.sample(count, TimeUnit.MILLISECONDS.toNanos(ms));
    }

    @Test
    void oneLookTellsNoRateAndTwoDo() {
        take(1_000, 0);
        assertThat(rate.perSecond()).isNull();
        take(51_000, 500);
        assertThat(rate.perSecond()).isEqualTo(100_000);
    }

    @Test
    void looksAtTheSameTimeTellNoRate() {
        take(1_000, 0);
        take(2_000, 1);
        assertThat(rate.perSecond()).isNull();
        take(3_000, 1_000);
        assertThat(rate.perSecond()).isEqualTo(2_000);
    }

    @Test
    void onlyTheLastSecondsCount() {
        for (int i = 0; i <= 10; i++) {
            take(i * 1_000L, i * 500L);
        }
        for (int i = 11; i <= 15; i++) {
            take(10_000, i * 500L);
        }
        assertThat(rate.perSecond()).isZero();
    }

    @Test
    void whatWasCountedLongAgoSaysNothingOfNow() {
        take(0, 0);
        take(1_000_000, 60_000);
        assertThat(rate.perSecond()).isNull();
    }

    @Test
    void newStartIsNoRateBelowZero() {
        take(5_000, 0);
        take(6_000, 500);
        take(100, 1_000);
        assertThat(rate.perSecond()).isNull();
        take(200, 2_000);
        assertThat(rate.perSecond()).isEqualTo(100);
    }

    @Test
    void countNearTheLargestLongIsExactEnough() {
        take(Long.MAX_VALUE - 1_000, 0);
        take(Long.MAX_VALUE, 1_000);
        assertThat(rate.perSecond()).isEqualTo(1_000);
    }
}
