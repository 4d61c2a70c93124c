package io.tickbus.store;

import static io.tickbus.store.Owner.appended;
import static io.tickbus.store.Owner.trades;
import static org.assertj.core.api.Assertions.assertThat;

import io.tickbus.config.TableConfig;
import io.tickbus.event.Batch;
import io.tickbus.event.Failure;
import io.tickbus.event.Rows;
import io.tickbus.replication.ControlRecord;
import io.tickbus.replication.LogPosition;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A partition rebuilds the whole table, while the old generation is read. */
class RebuildTest {
    private static final LogPosition START = new LogPosition("log1", 0);
    private static final ControlRecord REBUILD = ControlRecord.rebuild(START, "row 2 differs");
    private static final ControlRecord REBUILT = ControlRecord.rebuilt();

    private final OwnerLogic owner = owner(Owner.trades(List.of(), null));
    private final Feed feed = new Feed(owner, "main");

    private static OwnerLogic owner(TableConfig trades) {
        return new OwnerLogic(Owner.config(trades));
    }

    private Future<Rows> fetch(long offset) {
        return owner.fetch(
                "trade",
                new JsonObject().put("offset", offset).put("rowsMax", 100).put("waitMs", 60_000));
    }

    private JsonObject event(String name) {
        return owner.events().stream()
                .filter(event -> event.getString("event").equals(name))
                .reduce((earlier, later) -> later)
                .orElseThrow();
    }

    @Test
    void oldRowsAreReadUntilTheNewOnesAreWhole() {
        feed.rows(0, 5);
        feed.mark(REBUILD);
        assertThat(feed.rows(10, 12)).isEqualTo(appended(5, 2, 8));
        assertThat(owner.rows("trade")).isEqualTo(trades(0, 5));
        assertThat(owner.describe("trade"))
                .contains(
                        Map.entry("generation", 0L),
                        Map.entry("nextOffset", 5L),
                        Map.entry("rebuildingSince", "2026-11-23T10:00:00Z"));

        feed.mark(REBUILT);
        assertThat(owner.rows("trade")).isEqualTo(trades(10, 12));
        JsonObject table = owner.describe("trade");
        assertThat(table.getLong("generation")).isEqualTo(1);
        assertThat(table.getLong("firstOffset")).isEqualTo(5);
        assertThat(table.getLong("nextOffset")).isEqualTo(7);
        assertThat(table.containsKey("rebuildingSince")).isFalse();
        assertThat(event("rebuilt").getLong("rows")).isEqualTo(2);
    }

    @Test
    void rowsAreAppendedAsUsualAfterwards() {
        feed.rows(0, 5);
        feed.mark(REBUILD);
        feed.mark(REBUILT);
        assertThat(feed.rows(20, 29)).isEqualTo(appended(5, 9, 16));
        assertThat(owner.rows("trade")).isEqualTo(trades(20, 29));
        assertThat(fetch(5).result()).isEqualTo(new Rows(5, 9, trades(20, 24), 1, OwnerLogic.EPOCH));
        assertThat(fetch(9).result()).isEqualTo(new Rows(9, 13, trades(24, 28), 1, OwnerLogic.EPOCH));
    }

    @Test
    void fetchThatWaitsIsAnsweredByTheNewRows() {
        feed.rows(0, 5);
        Future<Rows> waiting = fetch(5);
        feed.mark(REBUILD);
        feed.rows(10, 12);
        assertThat(waiting.isComplete()).isFalse();
        feed.mark(REBUILT);
        assertThat(waiting.result()).isEqualTo(new Rows(5, 7, trades(10, 12), 1, OwnerLogic.EPOCH));
        assertThat(owner.host().timers()).isZero();
    }

    @Test
    void fetchWaitsOnWhenTheNewTableIsEmpty() {
        feed.rows(0, 5);
        Future<Rows> waiting = fetch(5);
        feed.mark(REBUILD);
        feed.mark(REBUILT);
        assertThat(waiting.isComplete()).isFalse();
        feed.rows(10, 11);
        assertThat(waiting.result()).isEqualTo(new Rows(5, 6, trades(10, 11), 1, OwnerLogic.EPOCH));
    }

    @Test
    void secondRebuildStartsOverAndUsesNoOffsetAgain() {
        feed.rows(0, 5);
        Future<Rows> waiting = fetch(5);
        feed.mark(REBUILD);
        feed.rows(10, 12);
        feed.mark(REBUILD);
        assertThat(feed.rows(20, 21).offset()).isEqualTo(7);
        feed.mark(REBUILT);
        assertThat(owner.rows("trade")).isEqualTo(trades(20, 21));
        assertThat(owner.describe("trade").getLong("generation")).isEqualTo(1);
        assertThat(waiting.cause()).hasMessage("offset 5 is not here; the first is 7, the next 8");
        assertThat(Failure.OUT_OF_RANGE.isCauseOf(waiting.cause())).isTrue();
    }

    @Test
    void rebuiltFromAnotherPartitionMeansNothing() {
        feed.rows(0, 5);
        feed.mark(REBUILD);
        Feed other = new Feed(owner, "other");
        assertThat(other.mark(REBUILT).position()).isEqualTo(1);
        assertThat(owner.rows("trade")).isEqualTo(trades(0, 5));
        assertThat(feed.open().rebuilding()).isTrue();
        assertThat(other.open().rebuilding()).isFalse();
    }

    @Test
    void gapsOfAnotherLogStay() {
        feed.mark(ControlRecord.atLogPosition(START));
        feed.rows(0, 1);
        feed.mark(ControlRecord.gap(5, "lost"));
        feed.mark(ControlRecord.rebuild(new LogPosition("log2", 0), "log1 is gone"));
        feed.rows(1, 2);
        feed.mark(ControlRecord.rebuilt());
        assertThat(owner.rows("trade")).isEqualTo(trades(1, 2));
        assertThat(owner.describe("trade").getLong("missingRows")).isEqualTo(5);
    }

    @Test
    void gapsOfTheNewGenerationAreToldOnceItIsRead() {
        feed.mark(REBUILD);
        feed.mark(ControlRecord.gap(5, "lost"));
        assertThat(owner.describe("trade").getLong("gaps")).isZero();
        feed.mark(REBUILT);
        assertThat(owner.describe("trade").getLong("missingRows")).isEqualTo(5);
    }

    @Test
    void keyedTableIsRebuiltToo() {
        OwnerLogic keyed = owner(Owner.trades(List.of("sym"), null));
        Feed prices = new Feed(keyed, "main");
        for (int i = 0; i < 40; i += 5) {
            prices.rows(i, i + 5);
        }
        prices.mark(REBUILD);
        for (int i = 60; i < 100; i += 5) {
            prices.rows(i, i + 5);
        }
        assertThat(keyed.rows("trade")).isEqualTo(trades(37, 40));
        prices.mark(REBUILT);
        assertThat(keyed.rows("trade")).isEqualTo(trades(97, 100));
        prices.rows(100, 101);
        assertThat(keyed.rows("trade")).isEqualTo(trades(98, 101));
    }

    /** Two logs: rows 0 to 10 of the first, from 10 on of the second, which is replayed. */
    private void twoLogs() {
        feed.mark(ControlRecord.atLogPosition(START));
        feed.rows(0, 10);
        feed.mark(ControlRecord.endOfDay(LocalDate.of(2026, 11, 22), new LogPosition("log2", 0)));
        feed.rows(10, 13);
    }

    @Test
    void rowsOfEarlierLogsAreCarriedOver() {
        twoLogs();
        feed.mark(ControlRecord.rebuild(new LogPosition("log2", 0), "row 2 differs"));
        assertThat(event("rebuild").getLong("keptRows")).isEqualTo(10);
        assertThat(event("rebuild").getLong("rows")).isEqualTo(3);
        assertThat(feed.rows(10, 16).offset()).isEqualTo(23);
        feed.mark(ControlRecord.rebuilt());
        assertThat(owner.rows("trade")).isEqualTo(trades(0, 16));
        assertThat(owner.describe("trade").getLong("firstOffset")).isEqualTo(13);

        feed.mark(ControlRecord.rebuild(new LogPosition("log2", 0), "again"));
        feed.rows(10, 18);
        feed.mark(ControlRecord.rebuilt());
        assertThat(owner.rows("trade")).isEqualTo(trades(0, 18));
        assertThat(fetch(29).result()).isEqualTo(new Rows(29, 33, trades(0, 4), 2, OwnerLogic.EPOCH));
    }

    @Test
    void gapInRowsThatAreCarriedOverStays() {
        feed.mark(ControlRecord.atLogPosition(START));
        feed.rows(0, 10);
        feed.mark(ControlRecord.gap(7, "log1 is gone"));
        feed.mark(ControlRecord.atLogPosition(new LogPosition("log2", 0)));
        feed.mark(ControlRecord.gap(2, "damaged"));
        assertThat(owner.describe("trade").getLong("missingRows")).isEqualTo(9);
        feed.mark(ControlRecord.rebuild(new LogPosition("log2", 0), "repaired"));
        feed.rows(10, 12);
        feed.mark(ControlRecord.rebuilt());
        assertThat(owner.rows("trade")).isEqualTo(trades(0, 12));
        assertThat(owner.describe("trade").getLong("missingRows")).isEqualTo(7);
        assertThat(owner.describe("trade").getLong("gaps")).isEqualTo(1);
    }

    @Test
    void secondRebuildCarriesTheSameRowsOver() {
        twoLogs();
        feed.mark(ControlRecord.rebuild(new LogPosition("log2", 0), "row 2 differs"));
        feed.rows(10, 12);
        feed.mark(ControlRecord.rebuild(new LogPosition("log2", 0), "again"));
        feed.rows(10, 14);
        feed.mark(ControlRecord.rebuilt());
        assertThat(owner.rows("trade")).isEqualTo(trades(0, 14));
    }

    @Test
    void logThatGoesOnAfterTheEndOfItsDayIsReplayedWhole() {
        feed.mark(ControlRecord.atLogPosition(new LogPosition("sym2026.11.23", 0)));
        feed.rows(0, 3);
        feed.mark(ControlRecord.endOfDay(LocalDate.of(2026, 11, 23), LogPosition.startAfter("sym2026.11.23")));
        feed.rows(3, 5);
        feed.mark(ControlRecord.rebuild(new LogPosition("sym2026.11.23", 0), "its log goes on"));
        assertThat(event("rebuild").getLong("keptRows")).isZero();
        feed.rows(0, 6);
        feed.mark(REBUILT);
        assertThat(owner.rows("trade")).isEqualTo(trades(0, 6));
    }

    @Test
    void logWithoutADateThatMayHaveGoneOnIsReplayedWhole() {
        feed.mark(ControlRecord.atLogPosition(START));
        feed.rows(0, 3);
        feed.mark(ControlRecord.endOfDay(LocalDate.of(2026, 11, 23), LogPosition.startAfter("log1")));
        feed.rows(3, 5);
        feed.mark(ControlRecord.atLogPosition(new LogPosition("log1", 2)));
        feed.mark(ControlRecord.rebuild(START, "row 2 differs"));
        feed.rows(0, 6);
        feed.mark(REBUILT);
        assertThat(owner.rows("trade")).isEqualTo(trades(0, 6));
    }

    @Test
    void logThatFollowsOneWithoutADateIsReplayedAlone() {
        feed.mark(ControlRecord.atLogPosition(START));
        feed.rows(0, 3);
        feed.mark(ControlRecord.endOfDay(LocalDate.of(2026, 11, 23), LogPosition.startAfter("log1")));
        feed.rows(3, 5);
        feed.mark(ControlRecord.atLogPosition(new LogPosition("log2", 2)));
        feed.mark(ControlRecord.rebuild(new LogPosition("log2", 0), "row 2 differs"));
        feed.rows(3, 6);
        feed.mark(REBUILT);
        assertThat(owner.rows("trade")).isEqualTo(trades(0, 6));
    }

    @Test
    void logsAreReplayedFromAnEarlierOneOn() {
        twoLogs();
        feed.mark(ControlRecord.atLogPosition(new LogPosition("log3", 0)));
        feed.rows(13, 15);
        feed.mark(ControlRecord.rebuild(new LogPosition("log2", 0), "row 1 differs"));
        feed.rows(10, 14);
        feed.mark(ControlRecord.endOfDay(LocalDate.of(2026, 11, 23), new LogPosition("log3", 0)));
        feed.rows(14, 15);
        feed.mark(REBUILT);
        assertThat(owner.rows("trade")).isEqualTo(trades(0, 15));
    }

    @Test
    void unknownLogReplacesTheLastOne() {
        twoLogs();
        feed.mark(ControlRecord.rebuild(new LogPosition("other", 0), "its rows are of log2"));
        assertThat(event("rebuild").getLong("keptRows")).isEqualTo(10);
        feed.rows(10, 14);
        feed.mark(REBUILT);
        feed.mark(ControlRecord.rebuild(new LogPosition("other", 0), "row 3 differs"));
        feed.rows(10, 13);
        feed.mark(REBUILT);
        assertThat(owner.rows("trade")).isEqualTo(trades(0, 13));
    }

    @Test
    void rowsOfClientsFromBeforeTheLogAreCarriedOver() {
        owner.append(Batch.of("trade", trades(0, 2)));
        feed.mark(ControlRecord.atLogPosition(START));
        feed.rows(2, 5);
        feed.mark(REBUILD);
        feed.rows(2, 6);
        feed.mark(REBUILT);
        assertThat(owner.rows("trade")).isEqualTo(trades(0, 6));
    }
}
