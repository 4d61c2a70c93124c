package io.tickbus.store;

import static io.tickbus.store.MemoryTest.SEGMENT_BYTES;
import static io.tickbus.store.MemoryTest.append;
import static io.tickbus.store.MemoryTest.feed;
import static io.tickbus.store.MemoryTest.memory;
import static io.tickbus.store.MemoryTest.owner;
import static io.tickbus.store.MemoryTest.plain;
import static org.assertj.core.api.Assertions.assertThat;

import io.tickbus.config.StoreConfig.TableBytesPolicy;
import io.tickbus.replication.ControlRecord;
import io.tickbus.replication.LogPosition;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A rebuild ends though the tables may take less memory than both generations. */
class RebuildMemoryTest {
    @ParameterizedTest
    @EnumSource
    void rowsThatARebuildKeepsCountAtOnce(TableBytesPolicy policy) {
        OwnerLogic owner = owner(policy, 19 * SEGMENT_BYTES, plain(), plain());
        Feed feed = feed(owner, "a");
        Feed other = feed(owner, "b");
        for (int row = 0; row < 20; row++) {
            feed.rows(row, row + 1);
            other.rows(row, row + 1);
        }
        append(owner, "other1", 0, 4);
        owner.host().holdWork();
        feed.mark(ControlRecord.rebuild(new LogPosition("sym", 0), "a test"));
        owner.host().runWork();
        append(owner, "other1", 4, 8);
        assertThat(memory(owner).bytes()).isLessThanOrEqualTo(19 * SEGMENT_BYTES);
        feed.rows(0, 1);
        feed.mark(ControlRecord.rebuilt());
        assertThat(owner.describe("trade").getLong("count")).isEqualTo(21);
    }

    @ParameterizedTest
    @EnumSource
    void oldGenerationGivesRoomWhileTheTableIsRebuilt(TableBytesPolicy policy) {
        OwnerLogic owner = owner(policy, 6 * SEGMENT_BYTES, plain());
        Feed feed = feed(owner, "a");
        feed.rows(0, 20);
        feed.mark(ControlRecord.rebuild(new LogPosition("sym", 0), "a test"));
        for (int row = 0; row < 20; row++) {
            feed.rows(row, row + 1);
            assertThat(memory(owner).bytes()).isLessThanOrEqualTo(6 * SEGMENT_BYTES);
        }
        assertThat(owner.rows("trade").size()).isLessThan(8);
        feed.mark(ControlRecord.rebuilt());
        assertThat(owner.rows("trade")).isEqualTo(Owner.trades(0, 20));
    }

    @ParameterizedTest
    @EnumSource
    void tableWithAKeyIsRebuiltWholeThoughBothGenerationsHaveNoRoom(TableBytesPolicy policy) {
        OwnerLogic owner = owner(policy, 30_000, Owner.trades(List.of("size"), null));
        Feed feed = feed(owner, "a");
        feed.rows(0, 300);
        feed.mark(ControlRecord.rebuild(new LogPosition("sym", 0), "a test"));
        for (int row = 0; row < 300; row += 10) {
            feed.rows(row, row + 10);
            assertThat(memory(owner).bytes()).isLessThanOrEqualTo(30_000);
        }
        assertThat(owner.rows("trade").size()).isZero(); // the rows of the old generation are gone
        feed.mark(ControlRecord.rebuilt());
        assertThat(owner.describe("trade").getLong("count")).isEqualTo(300);
        assertThat(owner.describe("trade").getLong("evictedRows")).isEqualTo(300);
        assertThat(feed.ask().refused()).isZero();
    }
}
