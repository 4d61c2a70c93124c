package io.tickbus.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickbus.event.AppendReply;
import io.tickbus.event.Batch;
import io.tickbus.q.Flip;
import io.tickbus.replication.ControlRecord;
import io.tickbus.replication.LogPosition;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A table under rebuilds, new logs and clients at random, against lists of its rows. Two partitions have logs, which may lose rows
 * at their end before a rebuild; one has none.
 */
class RebuildModelTest {
    private static final int STEPS = 500;
    private static final String NO_LOG = "";

    /** @param log that it is in; {@link #NO_LOG} for none */
    private record Row(int number, String log) {}

    /** A partition and its log. */
    private final class Partition {
        private final String name;
        private final Feed feed;
        private final List<Integer> log = new ArrayList<>();
        private int replayed; // rows of the log that the written generation has
        private int logs;
        private boolean rebuilding;
        private int left;
        private int came;

        private Partition(String name) {
            this.name = name;
            this.feed = new Feed(owner, name);
        }

        private String logName() {
            return name + logs;
        }

        private LogPosition start() {
            return new LogPosition(logName(), 0);
        }

        void newLog() {
            replay(log.size());
            log.clear();
            replayed = 0;
            logs++;
            feed.mark(ControlRecord.atLogPosition(start()));
        }

        void rebuild(int lost) {
            for (int i = 0; i < lost && !log.isEmpty(); i++) {
                log.remove(log.size() - 1);
            }
            feed.mark(ControlRecord.rebuild(start(), "at random"));
            List<Row> kept =
                    written.stream().filter(row -> !row.log.equals(logName())).toList();
            left = Math.max(rebuilding ? left : 0, written.size() - kept.size());
            came = 0;
            written = new ArrayList<>(kept);
            nextOffset += kept.size();
            replayed = 0;
            rebuilding = true;
        }

        void rebuilt() {
            replay(log.size());
            feed.mark(ControlRecord.rebuilt());
            rebuilding = false;
            lost += Math.max(0, left - came);
            if (!isRebuilding()) {
                read = written;
                generation++;
                discarded += lost;
                lost = 0;
            }
        }

        /** Takes rows of the log that are in one run. */
        void replay(int rowsMax) {
            for (int i = 0; i < rowsMax && replayed < log.size(); i++) {
                int row = log.get(replayed++);
                appended(feed.rows(row, row + 1));
                written.add(new Row(row, logName()));
                came++;
            }
        }

        void rowsCome(Random random) {
            if (replayed < log.size()) {
                replay(1 + random.nextInt(6));
            } else {
                log.add(nextRow++);
                replay(1);
            }
        }
    }

    private final OwnerLogic owner = new OwnerLogic(Owner.config(Owner.trades(List.of(), null)));
    private final List<Partition> partitions = List.of(new Partition("main"), new Partition("other"));
    private final Feed logless = new Feed(owner, "logless");
    private List<Row> read = new ArrayList<>();
    private List<Row> written = read;
    private int nextRow;
    private long nextOffset;
    private long generation;
    private long lost; // for the generation that is written
    private long discarded;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void tableHasTheRowsOfItsGeneration(long seed) {
        Random random = new Random(seed);
        partitions.forEach(Partition::newLog);
        for (int step = 0; step < STEPS; step++) {
            step(random);
            check();
        }
        assertThat(generation).isPositive();
        assertThat(discarded).isPositive();
    }

    private boolean isRebuilding() {
        return partitions.stream().anyMatch(partition -> partition.rebuilding);
    }

    private void step(Random random) {
        Partition partition = partitions.get(random.nextInt(partitions.size()));
        switch (random.nextInt(20)) {
            case 0 -> {
                if (!partition.rebuilding) {
                    partition.newLog();
                }
            }
            case 1 -> partition.rebuild(random.nextInt(3));
            case 2 -> {
                int count = 1 + random.nextInt(3);
                appended(owner.append(Batch.of("trade", Owner.trades(nextRow, nextRow + count))));
                newRows(count);
            }
            case 3 -> {
                int count = 1 + random.nextInt(3);
                appended(logless.rows(nextRow, nextRow + count));
                newRows(count);
            }
            case 4, 5, 6 -> {
                if (partition.rebuilding) {
                    partition.rebuilt();
                }
            }
            default -> partition.rowsCome(random);
        }
    }

    private void newRows(int count) {
        for (int i = 0; i < count; i++) {
            written.add(new Row(nextRow++, NO_LOG));
        }
    }

    private void appended(AppendReply reply) {
        assertThat(reply.offset()).as("no offset is used again").isEqualTo(nextOffset);
        nextOffset += reply.rows();
    }

    private void check() {
        Flip rows = owner.rows("trade");
        List<Integer> found = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            found.add((int) rows.column(2).longAt(i));
        }
        assertThat(found).isEqualTo(read.stream().map(Row::number).toList());
        assertThat(owner.describe("trade").getLong("generation")).isEqualTo(generation);
        assertThat(owner.describe("trade").getLong("rebuilds")).isEqualTo(generation);
        assertThat(owner.describe("trade").getLong("discardedRows")).isEqualTo(discarded);
        assertThat(owner.describe("trade").containsKey("rebuildingSince")).isEqualTo(isRebuilding());
    }
}
