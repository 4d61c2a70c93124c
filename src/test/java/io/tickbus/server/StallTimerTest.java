package io.tickbus.server;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StallTimerTest {
    private long nowNs = 100;
    private final StallTimer progress = new StallTimer(() -> nowNs);

    @Test
    void fewBytesNowAndThenAreNone() {
        for (int i = 1; i < StallTimer.STEP_BYTES; i++) {
            nowNs++;
            progress.moved(1);
        }
        assertThat(progress.stalledNs()).isEqualTo(StallTimer.STEP_BYTES - 1);
        progress.moved(1);
        assertThat(progress.stalledNs()).isZero();
        nowNs++;
        progress.moved(StallTimer.STEP_BYTES - 1);
        assertThat(progress.stalledNs()).isEqualTo(1);
    }

    @Test
    void whatBeginsOwesNothingToWhatWasBefore() {
        nowNs = 300;
        assertThat(progress.stalledNs()).isEqualTo(200);
        progress.start();
        assertThat(progress.stalledNs()).isZero();
    }
}
