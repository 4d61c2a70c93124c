package io.tickbus.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickbus.config.TableConfig.EndOfDay;
import io.tickbus.event.AppendReply;
import io.tickbus.event.Failure;
import io.tickbus.q.Flip;
import io.tickbus.q.RowDigests;
import io.tickbus.q.Schema;
import io.tickbus.replication.ControlRecord;
import io.tickbus.replication.LogPosition;
import io.tickbus.replication.OpenPartition;
import io.tickbus.replication.PartitionBatch;
import io.tickbus.replication.PartitionEpoch;
import io.vertx.core.Future;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows and control records of partitions arrive late, early, twice, and in overlapping batches. */
class PositionsModelTest {
    private static final int ITEMS = 400;
    private static final int DAYS = 3;
    private static final int STEPS_MAX = 200_000;
    private static final LocalDate MONDAY = LocalDate.of(2026, 11, 16);
    private static final int FIRST_ROW = 1_000_000; // rows of partition 2 are 2,000,000 and so on

    /** A row where the mark is null. */
    private record Item(int row, @Nullable ControlRecord controlRecord) {}

    private static final class Sender {
        private PartitionEpoch partitionEpoch = PartitionEpoch.NONE;
        private final String name;
        private final List<Item> items = new ArrayList<>();
        private final List<Integer> rows = new ArrayList<>();
        private final List<Integer> daysOfRows = new ArrayList<>();
        private LogPosition logPosition = LogPosition.START;
        private RowDigests held = new RowDigests();
        private int gaps;
        private int accepted;

        Sender(int number, Random random) {
            this.name = "p" + number;
            add(ControlRecord.atLogPosition(new LogPosition("log0", 0)));
            for (int day = 0; day < DAYS; day++) {
                for (int i = 0; i < ITEMS / DAYS; i++) {
                    if (random.nextInt(20) == 0) {
                        addMark(random);
                    } else {
                        int row = number * FIRST_ROW + rows.size();
                        rows.add(row);
                        daysOfRows.add(day);
                        items.add(new Item(row, null));
                        held.append(Owner.trades(row, row + 1));
                        logPosition = logPosition.isKnown() ? logPosition.at(held.rows(), held.last()) : logPosition;
                    }
                }
                add(ControlRecord.endOfDay(MONDAY.plusDays(day), new LogPosition("", 0)));
            }
        }

        private void addMark(Random random) {
            switch (random.nextInt(3)) {
                case 0 -> add(ControlRecord.atLogPosition(new LogPosition("log" + random.nextInt(3), 0)));
                case 1 -> add(ControlRecord.endOfPeriod());
                default -> {
                    gaps++;
                    add(ControlRecord.gap(5, "lost"));
                }
            }
        }

        private void add(ControlRecord controlRecord) {
            items.add(new Item(0, controlRecord));
            if (controlRecord.movesLogPosition()) {
                logPosition = controlRecord.logPosition();
                held = new RowDigests();
            }
        }

        PartitionBatch first() {
            accepted = 1;
            return new PartitionBatch("trade", name, partitionEpoch, 0, Owner.trades(0, 0), items.get(0).controlRecord);
        }

        /** Something from about the place that was reached: too early most often, and sometimes too late. */
        PartitionBatch next(Random random) {
            int from = Math.max(0, Math.min(items.size() - 1, accepted - 6 + random.nextInt(9)));
            ControlRecord controlRecord = items.get(from).controlRecord;
            if (controlRecord != null) {
                return new PartitionBatch("trade", name, partitionEpoch, from, Owner.trades(0, 0), controlRecord);
            }
            int to = from;
            int size = 1 + random.nextInt(random.nextInt(10) == 0 ? 128 : 8);
            while (to < items.size() && to < from + size && items.get(to).controlRecord == null) {
                to++;
            }
            int row = items.get(from).row;
            return new PartitionBatch("trade", name, partitionEpoch, from, Owner.trades(row, row + to - from));
        }

        boolean isDone() {
            return accepted == items.size();
        }
    }

    private final OwnerLogic owner = new OwnerLogic(Owner.daily(EndOfDay.KEEP, List.of(), null));
    private final List<Future<AppendReply>> replies = new ArrayList<>();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void everythingIsAppliedOnceAndInOrder(long seed) {
        Random random = new Random(seed);
        List<Sender> senders = new ArrayList<>();
        for (int i = 1; i <= 3; i++) {
            senders.add(new Sender(i, random));
            senders.get(i - 1).partitionEpoch =
                    owner.open(opening(senders.get(i - 1))).partitionEpoch();
            replies.add(owner.send(senders.get(i - 1).first())); // all have a place before the first day ends
        }
        for (int step = 0; !senders.stream().allMatch(Sender::isDone); step++) {
            assertThat(step).isLessThan(STEPS_MAX);
            send(senders.get(random.nextInt(senders.size())), random);
        }
        assertThat(replies).allMatch(Future::succeeded);
        senders.forEach(this::checkStanding);
        checkRows(senders);
        assertThat(owner.describe("trade").getLong("gaps"))
                .isEqualTo(senders.stream().mapToLong(sender -> sender.gaps).sum());
        assertThat(owner.events().stream()
                        .filter(event -> event.getString("event").equals("endOfDay")))
                .extracting(event -> event.getString("date"))
                .containsExactly("2026-11-16", "2026-11-17", "2026-11-18");
        assertThat(owner.host().timers()).isZero();
    }

    private void send(Sender sender, Random random) {
        PartitionBatch batch = sender.next(random);
        Future<AppendReply> reply = owner.send(batch);
        if (batch.position() > sender.accepted) {
            assertThat(Failure.GAP.isCauseOf(reply.cause())).isTrue();
            return;
        }
        sender.accepted = Math.max(sender.accepted, (int) batch.end());
        replies.add(reply);
    }

    private static OpenPartition opening(Sender sender) {
        return new OpenPartition("trade", sender.name, Schema.of(Owner.trades(0, 0)));
    }

    private void checkStanding(Sender sender) {
        assertThat(owner.open(opening(sender)).position()).isEqualTo(sender.items.size());
        assertThat(owner.open(opening(sender)).logPosition()).isEqualTo(sender.logPosition);
    }

    private void checkRows(List<Sender> senders) {
        Flip table = owner.rows("trade");
        int[] found = new int[senders.size() + 1];
        int day = 0;
        for (int i = 0; i < table.size(); i++) {
            int row = (int) table.column(2).longAt(i);
            int number = row / FIRST_ROW;
            Sender sender = senders.get(number - 1);
            assertThat(row).isEqualTo(sender.rows.get(found[number]));
            assertThat(sender.daysOfRows.get(found[number])).as("day").isGreaterThanOrEqualTo(day);
            day = sender.daysOfRows.get(found[number]);
            found[number]++;
        }
        senders.forEach(sender -> assertThat(sender.rows).hasSize(found[senders.indexOf(sender) + 1]));
    }
}
