package io.tickbus.subscriber;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickbus.q.Flip;
import io.tickbus.q.LongVector;
import io.tickbus.q.QType;
import io.tickbus.q.QVector;
import io.tickbus.q.RowDigests;
import io.tickbus.q.Schema;
import io.tickbus.q.SymFilter;
import io.tickbus.replication.LogPosition;
import io.tickbus.replication.OpenPartition;
import io.tickbus.replication.PartitionEpoch;
import io.tickbus.replication.PartitionState;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A table that is quiet holds back no memory, however large its last batch was: there may be thousands of them. */
class PartitionRoomTest {
    private static final int BATCH_ROWS = 65_536;
    private static final int COLUMNS = 20;

    /** Rows of so many columns of longs, which all share one array. */
    private static Flip rows(int count) {
        QVector column = new LongVector(QType.LONG, new long[count]);
        List<String> names = new ArrayList<>();
        List<QVector> columns = new ArrayList<>();
        for (int i = 0; i < COLUMNS; i++) {
            names.add("c" + i);
            columns.add(column);
        }
        return new Flip(names, columns);
    }

    private static PartitionWriter partition(Rig rig) {
        Schema schema = Schema.of(rows(0));
        SubscriberCounters all = new SubscriberCounters();
        SubscriberHost host = new VertxSubscriberHost(rig.vertx, rig.config(), () -> true);
        InFlightWindow window = new InFlightWindow(1 << 20, 1L << 30, () -> {});
        RejectionReporter rejections = new RejectionReporter(host, "s", all);
        OpenPartition opening = new OpenPartition("wide", "s", schema);
        InFlight inFlight = new InFlight(host, opening, window, all.of("wide"), rejections, () -> {});
        UnrequestedRows unrequested = new UnrequestedRows("wide", SymFilter.ALL, all.of("wide"), rejections);
        MissingRows missing = new MissingRows(host, "wide", all.of("wide"), rejections);
        PushChecks checks = new PushChecks(new PublishedCount());
        PartitionWriter partition = new PartitionWriter(
                "wide",
                schema,
                false,
                unrequested,
                missing,
                checks,
                BATCH_ROWS,
                window,
                all.of("wide"),
                rejections,
                inFlight);
        partition.start(new PartitionState(
                0, 0, LogPosition.NOWHERE, new RowDigests().toVector(), 0, false, PartitionEpoch.NONE));
        return partition;
    }

    @Test
    void tableThatIsQuietAfterALargeBatchHoldsNothingAndTheNextRowTakesABoundedRoom() throws Exception {
        try (Rig rig = new Rig()) {
            PartitionWriter partition = partition(rig);
            assertThat(partition.roomBytes()).as("before the first row").isZero();
            partition.add(rows(BATCH_ROWS));
            assertThat(partition.roomBytes()).as("after a batch of 10 MB").isZero();

            partition.add(rows(1));
            assertThat(partition.roomBytes()).isPositive().isLessThanOrEqualTo(PartitionWriter.ROOM_BYTES_MAX);
            partition.add(rows(BATCH_ROWS - 1));
            partition.add(rows(10));
            partition.flush();
            partition.add(rows(1));
            assertThat(partition.roomBytes()).as("as many as came last").isEqualTo(16L * COLUMNS * Long.BYTES);
        }
    }
}
