package io.tickbus.server;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ProgressTest {
    private long nowNs = 100;
    private final Progress progress = new Progress(() -> nowNs);

    @Test
    void fewBytesNowAndThenAreNone() {
        for (int i = 1; i < Progress.STEP_BYTES; i++) {
            nowNs++;
            progress.moved(1);
        }
        assertThat(progress.stalledNs()).isEqualTo(Progress.STEP_BYTES - 1);
        progress.moved(1);
        assertThat(progress.stalledNs()).isZero();
        nowNs++;
        progress.moved(Progress.STEP_BYTES - 1);
        assertThat(progress.stalledNs()).isEqualTo(1);
    }

    @Test
    void whatBeginsOwesNothingToWhatWasBefore() {
        nowNs = 300;
        assertThat(progress.stalledNs()).isEqualTo(200);
        progress.begin();
        assertThat(progress.stalledNs()).isZero();
    }
}
