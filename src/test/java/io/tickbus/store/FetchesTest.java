package io.tickbus.store;

import static io.tickbus.store.Owner.rows;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tickbus.event.Failure;
import io.tickbus.event.Rows;
import io.tickbus.q.Schema;
import io.tickbus.table.Table;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Waiting for rows, with timers that run when the test says so. */
class FetchesTest {
    private static final long RETENTION_ROWS = 8;

    /** Timers by number, each with its delay; nothing runs by itself. */
    private static final class FakeTimers implements Timers {
        private final Map<Long, Runnable> actions = new LinkedHashMap<>();
        private final List<Long> delaysMs = new ArrayList<>();

        @Override
        public long after(long delayMs, Runnable action) {
            delaysMs.add(delayMs);
            actions.put((long) delaysMs.size(), action);
            return delaysMs.size();
        }

        @Override
        public void cancel(long timer) {
            actions.remove(timer);
        }

        void runAll() {
            List<Runnable> due = List.copyOf(actions.values());
            actions.clear();
            due.forEach(Runnable::run);
        }
    }

    private final Table table = new Table(Schema.of(Owner.trades(0, 0)), Owner.SEGMENT_ROWS, RETENTION_ROWS);
    private final FakeTimers timers = new FakeTimers();
    private final Fetches fetches = new Fetches(table, OwnerLogic.EPOCH, 100, 1000, timers);

    private Future<Rows> fetch(long offset, int rowsMax, long waitMs) {
        return fetches.fetch(
                new JsonObject().put("offset", offset).put("rowsMax", rowsMax).put("waitMs", waitMs));
    }

    private void append(int from, int to) {
        table.append(Owner.trades(from, to));
        fetches.rowsAppended();
    }

    @Test
    void rowsThatAreHereAreGivenAtOnceWhateverTheWait() {
        append(0, 3);
        assertThat(fetch(1, 10, 1000).result()).isEqualTo(rows(1, 3, Owner.trades(1, 3)));
        assertThat(timers.delaysMs).isEmpty();
    }

    @Test
    void waitEndsWithTheFirstRowsToComeAndItsTimerIsCancelled() {
        append(0, 3);
        Future<Rows> waiting = fetch(3, 2, 500);
        assertThat(waiting.isComplete()).isFalse();
        assertThat(timers.delaysMs).containsExactly(500L);

        append(3, 7);
        assertThat(waiting.result()).isEqualTo(rows(3, 4, Owner.trades(3, 4)));
        assertThat(timers.actions).isEmpty();
    }

    @Test
    void waitThatIsOverIsAnsweredWithNoRowsAndTheSameOffset() {
        append(0, 3);
        Future<Rows> waiting = fetch(3, 2, 500);
        timers.runAll();
        assertThat(waiting.result()).isEqualTo(rows(3, 3, Owner.trades(3, 3)));

        append(3, 4); // no request is answered twice
        assertThat(waiting.result().next()).isEqualTo(3);
    }

    @Test
    void noWaitAtTheEndIsAnsweredWithNoRowsAtOnce() {
        assertThat(fetch(0, 2, 0).result()).isEqualTo(rows(0, 0, Owner.trades(0, 0)));
        assertThat(timers.delaysMs).isEmpty();
    }

    @Test
    void everyoneWhoWaitsIsAnswered() {
        List<Future<Rows>> waiting = List.of(fetch(0, 1, 10), fetch(0, 2, 20), fetch(0, 3, 30));
        append(0, 3);
        assertThat(waiting).extracting(one -> one.result().rows().size()).containsExactly(1, 2, 3);
    }

    @Test
    void closingAnswersThoseWhoWaitAndLetsNobodyWaitAnyMore() {
        Future<Rows> waiting = fetch(0, 2, 500);
        fetches.close();
        assertThat(waiting.result()).isEqualTo(rows(0, 0, Owner.trades(0, 0)));
        assertThat(timers.actions).isEmpty();
        assertThat(fetch(0, 2, 500).isComplete()).isTrue();
    }

    @Test
    void waitingOneWhoseRowsLeftAtOnceIsToldSo() {
        append(0, 2);
        Future<Rows> waiting = fetch(2, 10, 500);
        append(2, 40);

        assertThat(table.firstOffset()).isEqualTo(32);
        assertThat(Failure.OUT_OF_RANGE.isCauseOf(waiting.cause())).isTrue();
        assertThat(waiting.cause()).hasMessage("offset 2 is not here; the first is 32, the next 40");
    }

    @Test
    void onlySoManyMayWait() {
        for (int i = 0; i < Fetches.WAITING_MAX; i++) {
            fetch(0, 1, 1);
        }
        assertThatThrownBy(() -> fetch(0, 1, 1))
                .matches(Failure.LIMIT::isCauseOf)
                .hasMessage("10000 requests wait for rows of this table already");
    }
}
