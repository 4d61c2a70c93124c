package io.tickbus.subscriber;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Which silence of a q is longer than usual for it. */
class SilenceHistoryTest {
    private static final long START = Long.MAX_VALUE - 5; // a clock may begin anywhere, and pass its end

    private final SilenceHistory silences = new SilenceHistory(START);
    private long nowMs;

    @Test
    void silenceIsUnusualWhenItIsThreeTimesTheLongestOfLate() {
        silences.listen(now());
        hear(5000, 20);
        assertThat(silences.usualMs()).isEqualTo(5000);

        nowMs += 14_999;
        assertThat(silences.isUnusual(now())).isFalse();
        assertThat(silences.unusualSilence(now())).isEmpty();
        nowMs += 1;
        assertThat(silences.unusualSilence(now()))
                .isEqualTo("q has said nothing for 15000 ms, and of late never for longer than 5000 ms");
    }

    @Test
    void tenSecondsAreTheLeast() {
        silences.listen(now());
        hear(1, 20_000);
        nowMs += SilenceHistory.UNUSUAL_MS_MIN - 1;
        assertThat(silences.isUnusual(now())).isFalse();
        nowMs += 1;
        assertThat(silences.isUnusual(now())).isTrue();
    }

    @Test
    void nothingIsUnusualOfAPeerThatWasNotHeardForLong() {
        silences.listen(now());
        nowMs += 3_600_000;
        assertThat(silences.isUnusual(now())).as("never heard").isFalse();

        silences.listen(now());
        hear(1, 9000);
        nowMs += 3_600_000;
        assertThat(silences.isUnusual(now())).as("heard for 9 s").isFalse();
    }

    @Test
    void longSilenceIsUsualForTenToTwentyMinutes() {
        silences.listen(now());
        hear(100, 200);
        hear(600_000, 1); // for example a night
        assertThat(silences.usualMs()).isEqualTo(600_000);
        hear(1000, 9 * 60);
        assertThat(silences.usualMs()).isEqualTo(600_000);
        hear(1000, 12 * 60);
        assertThat(silences.usualMs()).isEqualTo(1000);
    }

    @Test
    void whileNothingListensThereIsNoSilence() {
        silences.listen(now());
        hear(100, 200);
        silences.pause();
        nowMs += 60_000;
        assertThat(silences.silentMs(now())).isZero();
        assertThat(silences.isUnusual(now())).isFalse();

        silences.listen(now());
        hear(100, 1);
        assertThat(silences.usualMs()).as("without the pause").isEqualTo(100);
    }

    private void hear(long everyMs, int times) {
        for (int i = 0; i < times; i++) {
            nowMs += everyMs;
            silences.onBytes(now());
        }
    }

    private long now() {
        return START + TimeUnit.MILLISECONDS.toNanos(nowMs);
    }
}
