package io.tickbus.client;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OwnerWatchTest {
    private int changes;
    private final OwnerWatch watch = new OwnerWatch(() -> changes++);

    @Test
    void higherEpochIsAnotherOwnerAndIsToldOnce() {
        watch.announced(5);
        watch.announced(5);
        watch.announced(6);
        assertThat(changes).isEqualTo(2);
        assertThat(watch.isReplaced(5)).isTrue();
        assertThat(watch.isReplaced(6)).isFalse();
    }

    @Test
    void replyOfALowerEpochIsOfAnOwnerThatWasReplaced() {
        watch.announced(5);
        assertThat(watch.isCurrent(4)).isFalse();
        assertThat(watch.isCurrent(6)).isTrue();
        assertThat(watch.isCurrent(5)).isFalse();
        watch.announced(6);
        assertThat(changes).isOne();
    }

    @Test
    void lowerEpochIsBelievedWhenNoOtherIsAnnouncedForLong() {
        watch.announced(5);
        for (int i = 1; i < OwnerWatch.LOWER_ANNOUNCEMENTS_MAX; i++) {
            watch.announced(4);
        }
        watch.announced(5);
        for (int i = 1; i < OwnerWatch.LOWER_ANNOUNCEMENTS_MAX; i++) {
            watch.announced(4);
        }
        assertThat(watch.isReplaced(5)).isFalse();
        watch.announced(4);
        assertThat(watch.isReplaced(5)).isTrue();
        assertThat(changes).isEqualTo(2);
    }

    @Test
    void nothingIsReplacedWhileNoOwnerIsKnown() {
        assertThat(watch.isReplaced(5)).isFalse();
    }
}
