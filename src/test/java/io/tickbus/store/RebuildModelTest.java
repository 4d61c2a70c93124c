package io.tickbus.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickbus.event.Appended;
import io.tickbus.event.Batch;
import io.tickbus.event.LogPlace;
import io.tickbus.event.Mark;
import io.tickbus.q.Flip;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A table under rebuilds, new logs and clients at random, against lists of its rows. */
class RebuildModelTest {
    private static final int STEPS = 500;

    /** A generation: rows of earlier logs in front, and whether a client has appended since the log began. */
    private static final class Model {
        private final List<Integer> rows = new ArrayList<>();
        private int older;
        private boolean clientSince;

        void logBegan() {
            older = rows.size();
            clientSince = false;
        }

        Model successor() {
            Model next = new Model();
            if (!clientSince) {
                next.rows.addAll(rows.subList(0, older));
            }
            next.logBegan();
            return next;
        }
    }

    private final OwnerLogic owner = new OwnerLogic(Owner.config(Owner.trades(List.of(), null)));
    private final Feed feed = new Feed(owner, "main");
    private final List<Integer> log = new ArrayList<>();
    private Model read = new Model();
    private Model written = read;
    private int replayed; // rows of the log that the written generation has
    private int nextRow;
    private long nextOffset;
    private int logs;
    private long generation;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void tableHasTheRowsOfItsGeneration(long seed) {
        Random random = new Random(seed);
        newLog();
        for (int step = 0; step < STEPS; step++) {
            step(random);
            check();
        }
        assertThat(generation).isPositive();
    }

    private void step(Random random) {
        switch (random.nextInt(20)) {
            case 0 -> {
                if (read == written) {
                    newLog();
                }
            }
            case 1 -> rebuild();
            case 2 -> appendOfClient(1 + random.nextInt(3));
            case 3, 4, 5 -> {
                if (read != written) {
                    rebuilt();
                }
            }
            default -> {
                if (replayed < log.size()) {
                    replay(1 + random.nextInt(6));
                } else {
                    log.add(nextRow++);
                    replay(1);
                }
            }
        }
    }

    private void newLog() {
        replay(log.size());
        log.clear();
        replayed = 0;
        logs++;
        feed.mark(Mark.place(place()));
        written.logBegan();
    }

    private LogPlace place() {
        return new LogPlace("log" + logs, 0);
    }

    private void rebuild() {
        feed.mark(Mark.rebuild(place(), "at random"));
        written = written.successor(); // of what is read, or of what was begun
        nextOffset += written.rows.size();
        replayed = 0;
    }

    private void rebuilt() {
        replay(log.size());
        feed.mark(Mark.rebuilt());
        read = written;
        generation++;
    }

    /** Takes rows of the log that are in one run. */
    private void replay(int rowsMax) {
        for (int i = 0; i < rowsMax && replayed < log.size(); i++) {
            int row = log.get(replayed++);
            appended(feed.rows(row, row + 1));
            written.rows.add(row);
        }
    }

    private void appendOfClient(int count) {
        appended(owner.append(Batch.of("trade", Owner.trades(nextRow, nextRow + count))));
        for (int i = 0; i < count; i++) {
            written.rows.add(nextRow++);
        }
        written.clientSince = true;
    }

    private void appended(Appended reply) {
        assertThat(reply.offset()).as("no offset is used again").isEqualTo(nextOffset);
        nextOffset += reply.rows();
    }

    private void check() {
        Flip rows = owner.rows("trade");
        List<Integer> found = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            found.add((int) rows.column(2).longAt(i));
        }
        assertThat(found).isEqualTo(read.rows);
        assertThat(owner.describe("trade").getLong("generation")).isEqualTo(generation);
        assertThat(owner.describe("trade").containsKey("rebuildingSince")).isEqualTo(read != written);
    }
}
