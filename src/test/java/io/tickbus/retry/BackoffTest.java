package io.tickbus.retry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class BackoffTest {
    @Test
    void delaysDoubleUpToTheMostAndEachIsShortenedByUpToHalf() {
        Backoff backoff = new Backoff(100, 10_000, new SplittableRandom(1));
        long[] whole = {100, 200, 400, 800, 1600, 3200, 6400, 10_000, 10_000, 10_000};
        for (long delayMs : whole) {
            assertThat(backoff.nextDelayMs()).isBetween(delayMs / 2, delayMs);
        }
    }

    @Test
    void delaysOfManySubscribersDiffer() {
        Set<Long> delays = new HashSet<>();
        for (int seed = 0; seed < 100; seed++) {
            delays.add(new Backoff(1000, 1000, new SplittableRandom(seed)).nextDelayMs());
        }
        assertThat(delays).hasSizeGreaterThan(50);
    }

    @Test
    void successBeginsAtTheLeastAgain() {
        Backoff backoff = new Backoff(100, 10_000, new SplittableRandom(1));
        for (int i = 0; i < 10; i++) {
            backoff.nextDelayMs();
        }
        backoff.reset();
        assertThat(backoff.nextDelayMs()).isBetween(50L, 100L);
    }

    @Test
    void delayIsNeverNoneAndNeverOverflows() {
        Backoff backoff = new Backoff(1, 3_600_000, new SplittableRandom(1));
        for (int i = 0; i < 5000; i++) {
            assertThat(backoff.nextDelayMs()).isBetween(1L, 3_600_000L);
        }
        assertThat(backoff.nextDelayMs()).isGreaterThanOrEqualTo(1_800_000);
    }
}
