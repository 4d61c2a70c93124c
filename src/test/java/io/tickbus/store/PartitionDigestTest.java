package io.tickbus.store;

import static io.tickbus.store.Owner.trades;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tickbus.event.Batch;
import io.tickbus.event.Failure;
import io.tickbus.q.Flip;
import io.tickbus.q.LongVector;
import io.tickbus.q.RowDigests;
import io.tickbus.q.Schema;
import io.tickbus.replication.ControlRecord;
import io.tickbus.replication.LogPosition;
import io.tickbus.replication.PartitionBatch;
import io.tickbus.replication.PartitionEpoch;
import io.tickbus.replication.PartitionState;
import io.tickbus.table.Table;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Rows are digested later: from the table, when there is time, and before they are forgotten. */
class PartitionDigestTest {
    private static final int STEPS = 200;

    private PartitionEpoch partitionEpoch = PartitionEpoch.NONE;

    private static LongStream seeds() {
        return LongStream.range(0, 40);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void digestIsThatOfAllRowsWhateverHasBecomeOfThem(long seed) {
        Random random = new Random(seed);
        Long retention = random.nextBoolean() ? null : (long) random.nextInt(40);
        List<String> keys = random.nextInt(4) == 0 ? List.of("sym") : List.of();
        OwnerLogic owner = new OwnerLogic(Owner.config(trades(keys, keys.isEmpty() ? retention : null)));
        Feed feed = new Feed(owner, "main");
        Feed other = new Feed(owner, "other");
        feed.mark(ControlRecord.atLogPosition(new LogPosition("log1", 0)));
        other.mark(ControlRecord.atLogPosition(new LogPosition("log2", 0)));
        RowDigests log = new RowDigests();
        int row = 0;
        long position = 1;
        open(feed);
        for (int step = 0; step < STEPS; step++) {
            int count = 1 + random.nextInt(random.nextInt(10) == 0 ? 100 : 5);
            switch (random.nextInt(9)) {
                case 0, 1, 2 -> {
                    feed.rows(row, row + count);
                    log.append(trades(row, row + count));
                    row += count;
                    position += count;
                }
                case 3, 4 -> other.rows(row, row + count);
                case 5 -> owner.advance(random.nextInt(50));
                case 6 -> owner.append(Batch.of("trade", trades(row, row + count)));
                case 7 -> assertThat(open(feed)).isEqualTo(log.toVector());
                default -> {
                    Flip narrow = new Flip(
                            List.of("sym"), List.of(trades(row, row + count).column(0)));
                    PartitionBatch refused = new PartitionBatch("trade", "main", partitionEpoch, position, narrow);
                    assertThatThrownBy(() -> owner.append(refused)).matches(Failure.BAD_ROWS::isCauseOf);
                    log.append(narrow);
                    position += count;
                    open(feed);
                }
            }
        }
        assertThat(open(feed)).isEqualTo(log.toVector());
    }

    private LongVector open(Feed feed) {
        PartitionState partitionState = feed.open();
        partitionEpoch = partitionState.partitionEpoch();
        return partitionState.digests();
    }

    @Test
    void rowsThatHaveLeftTheTableDoNotWait() {
        PartitionProgress partition = new PartitionProgress("main");
        partition.advancePast(ControlRecord.atLogPosition(new LogPosition("log1", 0)));
        Table table = new Table(Schema.of(trades(0, 0)), Owner.SEGMENT_ROWS, 10);
        for (int i = 0; i < STEPS; i++) {
            Flip rows = trades(3 * i, 3 * i + 3);
            partition.appended(rows, table, table.append(rows));
        }
        assertThat(partition.digest(Integer.MAX_VALUE)).isBetween(1, (int) table.count());
        RowDigests log = new RowDigests();
        log.append(trades(0, 3 * STEPS));
        assertThat(partition.state(false).digests()).isEqualTo(log.toVector());
    }

    @Test
    void fewRunsWaitHoweverManyPartitionsTakeTurns() {
        PartitionProgress partition = new PartitionProgress("main");
        partition.advancePast(ControlRecord.atLogPosition(new LogPosition("log1", 0)));
        Table table = new Table(Schema.of(trades(0, 0)), 1 << 16, Long.MAX_VALUE);
        for (int i = 0; i < 3000; i++) {
            partition.appended(trades(i, i + 1), table, table.append(trades(i, i + 1)));
            table.append(trades(0, 1)); // a row of another source
        }
        assertThat(partition.digest(Integer.MAX_VALUE)).isEqualTo(1000);
    }
}
