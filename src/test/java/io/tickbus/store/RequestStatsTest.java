package io.tickbus.store;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RequestStatsTest {
    private static final int SUBSCRIBERS = 4;

    private final RequestStats requestStats = new RequestStats();

    @Test
    void ofAppendsInTurnEachSubscribersAreMeasured() {
        int[] measured = new int[SUBSCRIBERS];
        for (int i = 0; i < RequestStats.APPENDS_PER_MEASURED * SUBSCRIBERS; i++) {
            measured[i % SUBSCRIBERS] += requestStats.startAppend(1) == RequestStats.UNMEASURED ? 0 : 1;
        }
        assertThat(measured).containsOnly(1);
    }

    @Test
    void whatBringsNoRowsIsNotMeasured() {
        for (int i = 0; i < 2 * RequestStats.APPENDS_PER_MEASURED; i++) {
            assertThat(requestStats.startAppend(0)).isEqualTo(RequestStats.UNMEASURED);
        }
        assertThat(requestStats.startAppend(1)).isNotEqualTo(RequestStats.UNMEASURED);
    }
}
