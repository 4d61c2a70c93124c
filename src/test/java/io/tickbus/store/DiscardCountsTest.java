package io.tickbus.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickbus.config.TableConfig;
import io.tickbus.replication.ControlRecord;
import io.tickbus.replication.LogPosition;
import io.vertx.core.json.JsonObject;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The rows that rebuilds discard or cannot confirm are counted and published. */
class DiscardCountsTest {
    private static final LogPosition START = new LogPosition("log1", 0);
    private static final ControlRecord REBUILD = ControlRecord.rebuild(START, "row 2 differs");
    private static final ControlRecord REBUILT = ControlRecord.rebuilt();

    private final OwnerLogic owner = new OwnerLogic(Owner.config(Owner.trades(List.of(), null)));
    private final Feed feed = new Feed(owner, "main");

    private JsonObject event(String name) {
        return owner.events().stream()
                .filter(event -> event.getString("event").equals(name))
                .reduce((earlier, later) -> later)
                .orElseThrow();
    }

    private static JsonObject event(String name, String reason) {
        return new JsonObject()
                .put("event", name)
                .put("table", "trade")
                .put("partition", "main")
                .put("reason", reason);
    }

    private static JsonObject numbers(long gapsBefore, long missingBefore, long gaps, long missing) {
        return new JsonObject()
                .put("gapsBefore", gapsBefore)
                .put("missingRowsBefore", missingBefore)
                .put("missingUnknownBefore", false)
                .put("gaps", gaps)
                .put("missingRows", missing)
                .put("missingUnknown", false);
    }

    @Test
    void rowsThatDoNotComeBackAreCounted() {
        feed.mark(ControlRecord.atLogPosition(START));
        feed.rows(0, 9);
        feed.mark(REBUILD);
        feed.rows(0, 2);
        feed.mark(REBUILD); // the first attempt was interrupted
        feed.rows(0, 5);
        assertThat(owner.describe("trade")).contains(Map.entry("rebuilds", 0L), Map.entry("discardedRows", 0L));
        feed.mark(REBUILT);
        assertThat(owner.describe("trade")).contains(Map.entry("rebuilds", 1L), Map.entry("discardedRows", 4L));
        assertThat(event("rebuilt"))
                .isEqualTo(event("rebuilt", "")
                        .put("generation", 1L)
                        .put("rows", 5L)
                        .put("rowsBefore", 9L)
                        .put("discardedRows", 4L)
                        .mergeIn(numbers(0, 0, 0, 0)));

        feed.mark(REBUILD);
        feed.rows(0, 8);
        feed.mark(REBUILT);
        assertThat(owner.describe("trade")).contains(Map.entry("rebuilds", 2L), Map.entry("discardedRows", 4L));
        assertThat(owner.topic("trade").counts().rebuilds()).isEqualTo(2);
        assertThat(owner.topic("trade").counts().discardedRows()).isEqualTo(4);
    }

    @Test
    void keysThatDoNotComeBackAreCounted() {
        OwnerLogic keyed = new OwnerLogic(Owner.config(Owner.trades(List.of("size"), null)));
        Feed prices = new Feed(keyed, "main");
        prices.rows(0, 9);
        prices.mark(REBUILD);
        for (int i = 0; i < 10; i++) {
            prices.rows(0, 6);
        }
        prices.mark(REBUILT);
        assertThat(keyed.describe("trade"))
                .contains(Map.entry("rebuilds", 1L), Map.entry("discardedRows", 3L), Map.entry("count", 6L));
    }

    @Test
    void keysThatLeaveWithTheirDayAreNotCounted() {
        OwnerLogic keyed = new OwnerLogic(Owner.daily(TableConfig.EndOfDay.CLEAR, List.of("size"), null));
        Feed prices = new Feed(keyed, "main");
        prices.mark(ControlRecord.atLogPosition(START));
        prices.rows(0, 9);
        prices.mark(REBUILD);
        prices.rows(0, 8);
        prices.mark(ControlRecord.endOfDay(LocalDate.of(2026, 11, 23), new LogPosition("log2", 0)));
        prices.rows(20, 22);
        prices.mark(REBUILT);
        assertThat(keyed.describe("trade"))
                .contains(Map.entry("rebuilds", 1L), Map.entry("discardedRows", 1L), Map.entry("count", 2L));
    }

    @Test
    void rowsThatCannotBeCopiedAreCountedAndMissing() {
        Feed other = new Feed(owner, "other");
        other.rows(50, 53);
        feed.rows(0, 2);
        owner.host().failWork("no thread");
        feed.mark(REBUILD);
        feed.rows(0, 2);
        other.rows(53, 54);
        feed.mark(REBUILT);
        assertThat(event("gap").getString("reason")).startsWith("rows could not be copied: ");
        assertThat(owner.describe("trade"))
                .contains(Map.entry("count", 3L), Map.entry("discardedRows", 3L), Map.entry("missingUnknown", true));
    }

    @Test
    void gapThatTheLogHasFilledIsClosedWithAnEvent() {
        feed.mark(ControlRecord.atLogPosition(START));
        feed.rows(0, 1);
        feed.mark(ControlRecord.gap(5, "lost"));
        feed.mark(REBUILD);
        assertThat(owner.describe("trade").getLong("missingRows")).isEqualTo(5);
        feed.rows(0, 6);
        feed.mark(REBUILT);
        assertThat(owner.describe("trade").containsKey("incompleteSince")).isFalse();
        assertThat(owner.describe("trade").getLong("gaps")).isZero();
        assertThat(event("gapsClosed"))
                .isEqualTo(event("gapsClosed", "the log has brought as many rows as there were and as were missing")
                        .mergeIn(numbers(1, 5, 0, 0)));
    }

    @Test
    void gapsStayWhenTheLogBringsFewerRowsThanThereWereAndWereMissing() {
        feed.mark(ControlRecord.atLogPosition(START));
        feed.rows(0, 3);
        feed.mark(ControlRecord.gap(5, "lost"));
        feed.mark(ControlRecord.gap(LogPosition.UNKNOWN, "lost too"));
        feed.mark(REBUILD);
        feed.rows(0, 7);
        feed.mark(ControlRecord.gap(1, "damaged"));
        feed.mark(REBUILT);
        assertThat(owner.describe("trade"))
                .contains(Map.entry("gaps", 2L), Map.entry("missingRows", 5L), Map.entry("missingUnknown", true));
        assertThat(owner.events()).noneMatch(event -> event.getString("event").equals("gapsClosed"));
    }

    @Test
    void gapThatLeavesWithItsDayIsNotSaidToBeClosed() {
        OwnerLogic clearing = new OwnerLogic(Owner.daily(TableConfig.EndOfDay.CLEAR, List.of(), null));
        Feed trades = new Feed(clearing, "main");
        trades.mark(ControlRecord.atLogPosition(START));
        trades.rows(0, 3);
        trades.mark(ControlRecord.gap(5, "lost"));
        trades.mark(REBUILD);
        trades.rows(0, 3);
        trades.mark(ControlRecord.gap(5, "lost"));
        trades.mark(ControlRecord.endOfDay(LocalDate.of(2026, 11, 23), new LogPosition("log2", 0)));
        trades.mark(REBUILT);
        assertThat(clearing.describe("trade").getLong("missingRows")).isZero();
        assertThat(clearing.events())
                .extracting(event -> event.getString("event"))
                .doesNotContain("gapsClosed");
        JsonObject rebuilt = clearing.events().get(clearing.events().size() - 1);
        assertThat(rebuilt.getLong("missingRowsBefore")).isEqualTo(5);
    }

    @Test
    void gapsOfAnInterruptedRebuildsTableStayToo() {
        feed.mark(ControlRecord.atLogPosition(START));
        feed.rows(0, 3);
        feed.mark(ControlRecord.gap(5, "lost"));
        feed.mark(REBUILD);
        feed.rows(0, 2);
        feed.mark(REBUILD);
        feed.rows(0, 7);
        feed.mark(REBUILT);
        assertThat(owner.describe("trade")).contains(Map.entry("gaps", 1L), Map.entry("missingRows", 5L));
    }

    @Test
    void gapsOfOtherPartitionsStay() {
        Feed other = new Feed(owner, "other");
        feed.mark(ControlRecord.atLogPosition(START));
        other.mark(ControlRecord.gap(7, "no log"));
        feed.mark(ControlRecord.gap(5, "lost"));
        feed.mark(REBUILD);
        feed.rows(0, 5);
        feed.mark(REBUILT);
        assertThat(owner.describe("trade").getLong("missingRows")).isEqualTo(7);
        assertThat(event("gapsClosed").getLong("missingRowsBefore")).isEqualTo(12);
        assertThat(event("gapsClosed").getLong("missingRows")).isEqualTo(7);
    }
}
