package io.tickbus.subscriber;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickbus.event.LogPlace;
import io.tickbus.event.Opening;
import io.tickbus.event.Standing;
import io.tickbus.q.Flip;
import io.tickbus.q.LongVector;
import io.tickbus.q.QType;
import io.tickbus.q.RowDigests;
import io.tickbus.q.Schema;
import io.tickbus.q.Vector;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A table that is quiet holds back no memory, however large its last batch was: there may be thousands of them. */
class PartitionRoomTest {
    private static final int BATCH_ROWS = 65_536;
    private static final int COLUMNS = 20;

    /** Rows of so many columns of longs, which all share one array. */
    private static Flip rows(int count) {
        Vector column = new LongVector(QType.LONG, new long[count]);
        List<String> names = new ArrayList<>();
        List<Vector> columns = new ArrayList<>();
        for (int i = 0; i < COLUMNS; i++) {
            names.add("c" + i);
            columns.add(column);
        }
        return new Flip(names, columns);
    }

    private static Partition partition(Rig rig) {
        Schema schema = Schema.of(rows(0));
        Counters all = new Counters();
        Host host = new VertxHost(rig.vertx, rig.config(), () -> true);
        Window window = new Window(1 << 20, 1L << 30, () -> {});
        Rejections rejections = new Rejections(host, "s", all);
        InFlight inFlight = new InFlight(host, "wide", "s", schema, window, all.of("wide"), rejections, () -> {});
        ForeignRows foreign = new ForeignRows("wide", new SymFilter(schema, List.of()), all.of("wide"), rejections);
        MissingRows missing = new MissingRows(host, "wide", all.of("wide"), rejections);
        PushChecks checks = new PushChecks(new PublishedCount());
        Partition partition = new Partition(
                "wide",
                schema,
                false,
                foreign,
                missing,
                checks,
                BATCH_ROWS,
                window,
                all.of("wide"),
                rejections,
                inFlight);
        partition.begin(new Standing(0, 0, LogPlace.NOWHERE, new RowDigests().toVector(), 0, false, Opening.NONE));
        return partition;
    }

    @Test
    void tableThatIsQuietAfterALargeBatchHoldsNothingAndTheNextRowTakesABoundedRoom() throws Exception {
        try (Rig rig = new Rig()) {
            Partition partition = partition(rig);
            assertThat(partition.roomBytes()).as("before the first row").isZero();
            partition.add(rows(BATCH_ROWS));
            assertThat(partition.roomBytes()).as("after a batch of 10 MB").isZero();

            partition.add(rows(1));
            assertThat(partition.roomBytes()).isPositive().isLessThanOrEqualTo(Partition.ROOM_BYTES_MAX);
            partition.add(rows(BATCH_ROWS - 1));
            partition.add(rows(10));
            partition.flush();
            partition.add(rows(1));
            assertThat(partition.roomBytes()).as("as many as came last").isEqualTo(16L * COLUMNS * Long.BYTES);
        }
    }
}
