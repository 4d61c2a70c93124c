package io.tickbus.store;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ActivityTest {
    private static final int SUBSCRIBERS = 4;

    private final Activity activity = new Activity();

    @Test
    void ofAppendsInTurnEachSubscribersAreMeasured() {
        int[] measured = new int[SUBSCRIBERS];
        for (int i = 0; i < Activity.APPENDS_PER_MEASURED * SUBSCRIBERS; i++) {
            measured[i % SUBSCRIBERS] += activity.appendBegins(1) == Activity.UNMEASURED ? 0 : 1;
        }
        assertThat(measured).containsOnly(1);
    }

    @Test
    void whatBringsNoRowsIsNotMeasured() {
        for (int i = 0; i < 2 * Activity.APPENDS_PER_MEASURED; i++) {
            assertThat(activity.appendBegins(0)).isEqualTo(Activity.UNMEASURED);
        }
        assertThat(activity.appendBegins(1)).isNotEqualTo(Activity.UNMEASURED);
    }
}
