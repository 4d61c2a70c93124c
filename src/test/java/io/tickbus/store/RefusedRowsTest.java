package io.tickbus.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.tickbus.event.Shortfall;
import io.tickbus.q.Flip;
import io.tickbus.replication.ControlRecord;
import io.tickbus.replication.LogPosition;
import io.tickbus.replication.PartitionBatch;
import io.tickbus.replication.PartitionEpoch;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Rows that the owner refuses are missing rows of the table. */
class RefusedRowsTest {
    private final OwnerLogic owner = new OwnerLogic(Owner.config(Owner.trades(List.of(), null)));
    private final Feed feed = new Feed(owner, "a");
    private PartitionEpoch partitionEpoch = PartitionEpoch.NONE;
    private long position;

    @BeforeEach
    void open() {
        partitionEpoch = feed.open().partitionEpoch();
    }

    @Test
    void refusedRowsAreCountedAtOnceAndThenASecondAtATime() {
        refuse(2);
        assertThat(missing()).isEqualTo(2);
        assertThat(owner.topic("trade").shortfall()).isEqualTo(new Shortfall("trade", 2));
        for (int i = 0; i < 100; i++) {
            refuse(3);
        }
        assertThat(owner.events()).hasSize(1);
        owner.advance(RefusedRows.PUBLISH_INTERVAL_MS);
        assertThat(missing()).isEqualTo(302);
        assertThat(owner.describe("trade").getLong("gaps")).isEqualTo(2);
        assertThat(owner.events()).last().satisfies(event -> {
            assertThat(event.getString("event")).isEqualTo("gap");
            assertThat(event.getString("reason")).startsWith("the owner refused rows: column price:float is missing");
        });
        owner.advance(RefusedRows.PUBLISH_INTERVAL_MS);
        assertThat(owner.host().timers()).isZero();
    }

    @Test
    void refusedRowsAreToldBeforeAMark() {
        refuse(1);
        refuse(4);
        owner.append(new PartitionBatch(
                "trade",
                "a",
                partitionEpoch,
                position,
                Owner.trades(0, 0),
                ControlRecord.atLogPosition(LogPosition.NOWHERE)));

        assertThat(missing()).isEqualTo(5);
    }

    private long missing() {
        return owner.describe("trade").getLong("missingRows");
    }

    private void refuse(int rows) {
        Flip narrow = new Flip(List.of("sym"), List.of(Owner.trades(0, rows).column(0)));
        assertThat(catchThrowable(
                        () -> owner.append(new PartitionBatch("trade", "a", partitionEpoch, position, narrow))))
                .isNotNull();
        position += rows;
    }
}
