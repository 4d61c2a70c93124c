package io.tickbus.subscriber;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickbus.q.RowDigests;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PushChecksTest {
    private static final long LATER_NANOS = TimeUnit.MILLISECONDS.toNanos(ExpectedRows.WAIT_MS_MAX + 1);

    private final PushChecks checks = new PushChecks(new PublishedCount());

    @Test
    void rowsThatDoNotComeInSeveralSessionsAreOverdue() {
        expect(0, 7, 8);
        expect(LATER_NANOS / 2, 7, 8, 9);
        assertThat(checks.isOverdue(LATER_NANOS / 2)).isFalse();
        assertThat(checks.isOverdue(LATER_NANOS)).isTrue();
    }

    @Test
    void otherRowsHaveTheirOwnTime() {
        expect(0, 7, 8);
        expect(LATER_NANOS, 9);
        assertThat(checks.isOverdue(LATER_NANOS)).isFalse();
        assertThat(checks.isOverdue(2 * LATER_NANOS)).isTrue();
    }

    private void expect(long nowNanos, long... numbers) {
        RowDigests rows = new RowDigests();
        rows.append(Rig.prices(numbers));
        checks.start();
        checks.expect(rows, nowNanos);
    }
}
