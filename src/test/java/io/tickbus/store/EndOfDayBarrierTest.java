package io.tickbus.store;

import static io.tickbus.store.Owner.appended;
import static io.tickbus.store.Owner.rows;
import static io.tickbus.store.Owner.trades;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tickbus.config.TableConfig.EndOfDay;
import io.tickbus.event.AppendReply;
import io.tickbus.event.Batch;
import io.tickbus.event.Failure;
import io.tickbus.event.Rows;
import io.tickbus.q.Flip;
import io.tickbus.replication.ControlRecord;
import io.tickbus.replication.LogPosition;
import io.tickbus.replication.PartitionBatch;
import io.tickbus.replication.PartitionEpoch;
import io.tickbus.table.Snapshot;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Days end once for a table, in order with its rows. */
class EndOfDayBarrierTest {
    private static final LocalDate MONDAY = LocalDate.of(2026, 11, 23);
    private static final LocalDate TUESDAY = MONDAY.plusDays(1);
    private static final ControlRecord PLACE = ControlRecord.atLogPosition(new LogPosition("log1", 0));
    private static final ControlRecord END = ending(MONDAY);

    private OwnerLogic owner = owner(EndOfDay.CLEAR);
    private Feed one = new Feed(owner, "one");
    private Feed two = new Feed(owner, "two");

    private static OwnerLogic owner(EndOfDay endOfDay) {
        return new OwnerLogic(Owner.daily(endOfDay, List.of(), null));
    }

    private static ControlRecord ending(@Nullable LocalDate day) {
        return ControlRecord.endOfDay(day, new LogPosition("", 0));
    }

    private void use(OwnerLogic other) {
        owner = other;
        one = new Feed(owner, "one");
        two = new Feed(owner, "two");
    }

    /** Both partitions have rows, and a place. */
    private void bothHaveRows() {
        one.mark(PLACE);
        two.mark(PLACE);
        one.rows(0, 2);
        two.rows(50, 52);
    }

    /** Without the offset at which a day has ended. */
    private List<JsonObject> events(String name) {
        return owner.events().stream()
                .filter(event -> event.getString("event").equals(name))
                .map(JsonObject::copy)
                .peek(event -> event.remove("offset"))
                .toList();
    }

    private static JsonObject endOfDay(String partition, LocalDate day, long rows, String action, String reason) {
        return new JsonObject()
                .put("event", "endOfDay")
                .put("table", "trade")
                .put("partition", partition)
                .put("reason", reason)
                .put("date", day.toString())
                .put("rows", rows)
                .put("action", action)
                .put("gaps", 0L)
                .put("missingRows", 0L)
                .put("missingUnknown", false);
    }

    @Test
    void keptRowsStayAndTheEndIsPublished() {
        use(owner(EndOfDay.KEEP));
        one.rows(0, 5);
        assertThat(one.mark(END)).isEqualTo(appended(5, 0, 6));
        one.rows(5, 6);
        assertThat(owner.rows("trade")).isEqualTo(trades(0, 6));
        assertThat(owner.events())
                .containsExactly(endOfDay("one", MONDAY, 5, "keep", "").put("offset", 5L));
    }

    @Test
    void clearedRowsLeaveAndOffsetsGoOn() {
        one.rows(0, 6);
        one.mark(ControlRecord.gap(3, "lost"));
        Snapshot held = owner.topic("trade").snapshot();
        assertThat(one.mark(END).offset()).isEqualTo(6);

        assertThat(owner.rows("trade")).isEqualTo(trades(0, 0));
        assertThat(held.rows(0, 6)).isEqualTo(trades(0, 6));
        JsonObject table = owner.describe("trade");
        assertThat(table.getLong("firstOffset")).isEqualTo(6);
        assertThat(table.getLong("nextOffset")).isEqualTo(6);
        assertThat(table.containsKey("incompleteSince")).isFalse();
        assertThat(one.rows(10, 19)).isEqualTo(appended(6, 9, 17));
        assertThat(owner.rows("trade")).isEqualTo(trades(10, 19));
        assertThat(one.open().logPosition().rows()).isEqualTo(9);
        assertThat(events("endOfDay"))
                .containsExactly(
                        endOfDay("one", MONDAY, 6, "clear", "").put("gaps", 1L).put("missingRows", 3L));
    }

    @Test
    void fetchThatWaitsGetsTheFirstRowsOfTheNewDay() {
        one.rows(0, 6);
        JsonObject request =
                new JsonObject().put("offset", 6).put("rowsMax", 10).put("waitMs", 60_000);
        Future<Rows> waiting = owner.fetch("trade", request);
        one.mark(END);
        assertThat(waiting.isComplete()).isFalse();
        one.rows(10, 11);
        assertThat(waiting.result()).isEqualTo(rows(6, 7, trades(10, 11)).withDayEnds(1));
    }

    @Test
    void whoIsSomeRowsBehindHasAWhileToFetchWhatWasCleared() {
        one.rows(0, 6);
        one.mark(END);
        one.rows(10, 11);
        JsonObject request = new JsonObject().put("offset", 3).put("rowsMax", 10);
        assertThat(owner.fetch("trade", request).result())
                .isEqualTo(rows(3, 4, trades(3, 4))); // up to the end of a segment

        owner.host().advance(Fetches.CLEARED_KEPT_MS);
        assertThatThrownBy(() -> owner.fetch("trade", request))
                .hasMessage("offset 3 is not here; the first is 6, the next 7");
        assertThat(owner.host().timers()).isZero();
    }

    @Test
    void keyedTableIsClearedToo() {
        use(new OwnerLogic(Owner.daily(EndOfDay.CLEAR, List.of("sym"), null)));
        one.rows(0, 30);
        one.mark(END);
        assertThat(owner.describe("trade").getLong("count")).isZero();
        for (int i = 30; i < 60; i += 5) {
            one.rows(i, i + 5);
        }
        assertThat(owner.rows("trade")).isEqualTo(trades(57, 60));
    }

    @Test
    void rowsOfThePartitionThatIsAheadAreHeldUntilTheOtherHasEnded() {
        bothHaveRows();
        assertThat(one.mark(END).position()).isEqualTo(4);
        Future<AppendReply> held = one.sendRows(10, 12);
        Future<AppendReply> heldToo = one.sendRows(12, 13);
        assertThat(held.isComplete()).isFalse();
        assertThat(one.ask()).as("what is applied").isEqualTo(appended(4, 0, 4));
        two.rows(52, 54);
        assertThat(owner.describe("trade").getLong("count")).isEqualTo(6);
        assertThat(events("endOfDay")).isEmpty();

        two.mark(END);
        assertThat(held.result()).isEqualTo(appended(6, 2, 6));
        assertThat(heldToo.result()).isEqualTo(appended(8, 1, 7));
        assertThat(owner.rows("trade")).isEqualTo(trades(10, 13));
        assertThat(events("endOfDay")).containsExactly(endOfDay("two", MONDAY, 6, "clear", ""));
        owner.host().advance(Fetches.CLEARED_KEPT_MS);
        assertThat(owner.host().timers()).isZero();
        assertThat(one.rows(13, 14).position()).isEqualTo(8);
        assertThat(two.rows(60, 61).position()).isEqualTo(7);
    }

    @Test
    void oneTimerIsEnoughForAllThatIsHeld() {
        bothHaveRows();
        one.mark(END);
        for (int i = 0; i < 100; i++) {
            one.sendRows(i, i + 1);
        }
        assertThat(owner.host().timers()).isEqualTo(1);
    }

    @Test
    void daysFollowEachOtherThroughWhatIsHeld() {
        bothHaveRows();
        one.mark(END);
        one.sendRows(10, 12);
        one.sendMark(ending(TUESDAY));
        Future<AppendReply> wednesday = one.sendRows(20, 21);
        two.mark(END);
        assertThat(owner.rows("trade")).isEqualTo(trades(10, 12));
        assertThat(wednesday.isComplete()).isFalse();
        two.rows(52, 54);
        two.mark(ending(TUESDAY));
        assertThat(wednesday.succeeded()).isTrue();
        assertThat(owner.rows("trade")).isEqualTo(trades(20, 21));
        assertThat(events("endOfDay"))
                .containsExactly(endOfDay("two", MONDAY, 4, "clear", ""), endOfDay("two", TUESDAY, 4, "clear", ""));
    }

    @Test
    void partitionThatDoesNotEndTheDayIsNotWaitedForLongerThanTheLimit() {
        bothHaveRows();
        one.mark(END);
        Future<AppendReply> held = one.sendRows(10, 12);
        owner.advance(Owner.END_OF_DAY_WAIT_MS_MAX - 1);
        assertThat(held.isComplete()).isFalse();
        owner.advance(1);
        assertThat(held.succeeded()).isTrue();
        assertThat(owner.rows("trade")).isEqualTo(trades(10, 12));
        assertThat(events("endOfDay"))
                .containsExactly(endOfDay("", MONDAY, 4, "clear", "not ended by two: in 1000 ms"));

        two.mark(END);
        assertThat(owner.rows("trade")).as("a late end does nothing").isEqualTo(trades(10, 12));
        assertThat(two.open().logPosition()).isEqualTo(new LogPosition("", 0));
        assertThat(events("lateEndOfDay"))
                .singleElement()
                .satisfies(late ->
                        assertThat(late.getString("reason")).isEqualTo("the table has ended 2026-11-23 already"));
        assertThat(two.rows(60, 61).rows()).isEqualTo(1);
        owner.host().advance(Fetches.CLEARED_KEPT_MS);
        assertThat(owner.host().timers()).isZero();
    }

    @Test
    void partitionThatHasEndedALaterDayIsHeldForThatOne() {
        bothHaveRows();
        new Feed(owner, "three").mark(PLACE);
        one.mark(END);
        two.mark(ending(TUESDAY));
        Future<AppendReply> tuesday = one.sendRows(10, 12);
        Future<AppendReply> wednesday = two.sendRows(60, 61);
        owner.advance(Owner.END_OF_DAY_WAIT_MS_MAX);
        assertThat(tuesday.succeeded()).isTrue();
        assertThat(wednesday.isComplete()).isFalse();
        owner.advance(Owner.END_OF_DAY_WAIT_MS_MAX);
        assertThat(wednesday.succeeded()).isTrue();
        assertThat(owner.rows("trade")).isEqualTo(trades(60, 61));
        assertThat(events("endOfDay"))
                .containsExactly(
                        endOfDay("", MONDAY, 4, "clear", "not ended by three: in 1000 ms"),
                        endOfDay("", TUESDAY, 2, "clear", "not ended by one, three: in 1000 ms"));
    }

    @Test
    void partitionWithoutAPlaceIsNotWaitedFor() {
        two.rows(50, 52);
        one.rows(0, 2);
        one.mark(END);
        assertThat(owner.describe("trade").getLong("count")).isZero();
    }

    @Test
    void whatIsHeldAlreadyIsDroppedAndWhatIsPastItIsAGap() {
        bothHaveRows();
        one.mark(END);
        PartitionBatch batch = one.next(10, 12);
        Future<AppendReply> held = owner.send(batch);
        assertThat(owner.append(batch)).isEqualTo(appended(4, 0, 4));
        assertThat(owner.describe("trade").getLong("duplicates")).isEqualTo(2);
        assertThatThrownBy(
                        () -> owner.append(new PartitionBatch("trade", "one", PartitionEpoch.NONE, 7, trades(13, 14))))
                .matches(Failure.GAP::isCauseOf)
                .hasMessage("trade of one is held from position 4 to 6, not 7");
        two.mark(END);
        assertThat(held.result().rows()).isEqualTo(2);
        assertThat(owner.rows("trade")).isEqualTo(trades(10, 12));
    }

    @Test
    void batchThatOverlapsWithWhatIsHeldIsAppliedFromItsFirstNewRow() {
        bothHaveRows();
        one.mark(END);
        one.sendRows(10, 12);
        owner.send(new PartitionBatch("trade", "one", PartitionEpoch.NONE, 5, trades(11, 14)));
        two.mark(END);
        assertThat(owner.rows("trade")).isEqualTo(trades(10, 14));
    }

    @Test
    void openingLetsGoOfWhatIsHeldSinceOtherBatchesMayFollow() {
        bothHaveRows();
        one.mark(END);
        Future<AppendReply> held = one.sendRows(10, 12);
        assertThat(one.open().position()).isEqualTo(4);
        assertThat(Failure.GAP.isCauseOf(held.cause())).isTrue();
        Future<AppendReply> again = one.sendRows(20, 23);
        two.mark(END);
        assertThat(again.result().position()).isEqualTo(7);
        assertThat(owner.rows("trade")).isEqualTo(trades(20, 23));
    }

    @Test
    void rebuildLeavesWhatOthersHoldAndTheDayWaitsForIt() {
        bothHaveRows();
        one.mark(END);
        Future<AppendReply> held = one.sendRows(10, 12);
        two.mark(ControlRecord.rebuild(new LogPosition("log1", 0), "row 1 differs"));
        two.rows(50, 53);
        assertThat(held.isComplete()).isFalse();
        assertThat(events("endOfDay")).isEmpty();
        two.mark(END);
        assertThat(held.succeeded()).isTrue();
        two.rows(60, 61);
        two.mark(ControlRecord.rebuilt());
        assertThat(owner.rows("trade").size()).isEqualTo(3);
        assertThat(events("endOfDay")).hasSize(1);
        assertThat(events("endOfDay").get(0).getString("reason")).isEmpty();
    }

    @Test
    void clientsAreNotHeldUp() {
        bothHaveRows();
        one.mark(END);
        assertThat(owner.append(Batch.of("trade", trades(90, 91)))).isEqualTo(appended(4, 1, 0));
    }

    @Test
    void refusalOfWhatWasHeldReachesItsSender() {
        bothHaveRows();
        one.mark(END);
        PartitionBatch narrow = new PartitionBatch(
                "trade",
                "one",
                PartitionEpoch.NONE,
                4,
                new Flip(List.of("sym"), List.of(trades(10, 12).column(0))));
        Future<AppendReply> held = owner.send(narrow);
        two.mark(END);
        assertThat(Failure.BAD_ROWS.isCauseOf(held.cause())).isTrue();
        assertThat(one.open().position()).isEqualTo(6);
    }

    @Test
    void dayWithoutADateIsThatOfTheLogsNameElseToday() {
        one.mark(ControlRecord.atLogPosition(new LogPosition("/tp/sym2026.02.28", 0)));
        one.mark(ending(null));
        one.rows(0, 1);
        one.mark(ending(null));
        assertThat(events("endOfDay"))
                .extracting(event -> event.getString("date"))
                .containsExactly("2026-02-28", "2026-11-23");
    }

    @Test
    void stopEndsTheDayThatIsWaitedFor() {
        bothHaveRows();
        one.mark(END);
        Future<AppendReply> held = one.sendRows(10, 12);
        assertThat(owner.topics().close().succeeded()).isTrue();
        assertThat(held.succeeded()).isTrue();
        assertThat(events("endOfDay"))
                .containsExactly(endOfDay("", MONDAY, 4, "clear", "not ended by two: the owner stops"));
    }
}
