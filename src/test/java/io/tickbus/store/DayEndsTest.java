package io.tickbus.store;

import static io.tickbus.store.Owner.trades;
import static org.assertj.core.api.Assertions.assertThat;

import io.tickbus.config.TableConfig.EndOfDay;
import io.tickbus.event.Rows;
import io.tickbus.replication.ControlRecord;
import io.tickbus.replication.LogPosition;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A reader gets the ends of days in order with the rows. */
class DayEndsTest {
    private static final LocalDate MONDAY = LocalDate.of(2026, 11, 16);
    private static final LogPosition LOG = new LogPosition("log1", 0);

    private OwnerLogic owner = owner(EndOfDay.KEEP, List.of());
    private Feed feed = new Feed(owner, "one");

    private static OwnerLogic owner(EndOfDay endOfDay, List<String> keys) {
        return new OwnerLogic(Owner.daily(endOfDay, keys, null));
    }

    private void use(EndOfDay endOfDay, List<String> keys) {
        owner = owner(endOfDay, keys);
        feed = new Feed(owner, "one");
        feed.mark(ControlRecord.atLogPosition(LOG));
    }

    private static ControlRecord end(LocalDate day) {
        return ControlRecord.endOfDay(day, new LogPosition("", 0));
    }

    private Future<Rows> fetch(long offset, String field, long days) {
        JsonObject request =
                new JsonObject().put("offset", offset).put("rowsMax", 2).put("waitMs", 60_000);
        return owner.fetch("trade", request.put(field, days));
    }

    /** Reads to the end of the table as a consumer does, and lists the sizes of rows and the ended days. */
    private List<Object> read(long offset, String field, long days) {
        List<Object> read = new ArrayList<>();
        Future<Rows> reply = fetch(offset, field, days);
        while (reply.isComplete()) {
            Rows rows = reply.result();
            LongStream.range(0, rows.rows().size())
                    .map(i -> rows.rows().column("size").longAt((int) i))
                    .forEach(read::add);
            if (rows.endedDay() != null) {
                read.add(rows.endedDay());
            }
            reply = fetch(rows.next(), "dayEnds", rows.dayEnds());
        }
        return read;
    }

    @ParameterizedTest
    @EnumSource(
            value = EndOfDay.class,
            names = {"KEEP", "CLEAR"})
    void endComesBetweenTheRowsOfTwoDays(EndOfDay endOfDay) {
        use(endOfDay, List.of());
        feed.rows(0, 3);
        feed.mark(end(MONDAY));
        feed.rows(3, 4);
        assertThat(read(0, "dayEnds", 0)).containsExactly(0L, 1L, 2L, MONDAY, 3L);
    }

    @Test
    void emptyDaysAreToldEach() {
        feed.mark(end(MONDAY));
        feed.mark(end(MONDAY.plusDays(1)));
        feed.rows(0, 1);
        feed.mark(end(MONDAY.plusDays(2)));
        assertThat(read(0, "dayEnds", 0)).containsExactly(MONDAY, MONDAY.plusDays(1), 0L, MONDAY.plusDays(2));
        assertThat(read(1, "dayEnds", 2)).containsExactly(MONDAY.plusDays(2));
        assertThat(read(1, "dayEnds", 3)).isEmpty();
    }

    @Test
    void waitingReaderIsToldAtOnce() {
        feed.rows(0, 3);
        Future<Rows> waiting = fetch(3, "dayEnds", 0);
        assertThat(waiting.isComplete()).isFalse();
        feed.mark(end(MONDAY));
        assertThat(waiting.result()).isEqualTo(Rows.endOfDay(3, 3, trades(0, 0), 0, OwnerLogic.EPOCH, 1, MONDAY));
    }

    @Test
    void readerThatBeginsAtAnOffsetIsToldTheEndAtIt() {
        feed.rows(0, 3);
        feed.mark(end(MONDAY));
        feed.rows(3, 5);
        assertThat(read(3, "dayEndsFrom", 3)).containsExactly(MONDAY, 3L, 4L);
        assertThat(read(4, "dayEndsFrom", 4)).containsExactly(4L);
    }

    @Test
    void readerThatIsBehindIsToldTheEndOfRowsThatHaveLeft() {
        use(EndOfDay.CLEAR, List.of());
        feed.rows(0, 3);
        feed.mark(end(MONDAY));
        feed.rows(3, 5);
        owner.advance(Fetches.CLEARED_KEPT_MS);
        Rows told = fetch(4, "dayEnds", 0).result();
        assertThat(told.endedDay()).isEqualTo(MONDAY);
        assertThat(told.offset()).isEqualTo(3);
        assertThat(told.next()).isEqualTo(4);
    }

    @Test
    void readerThatDoesNotAskGetsOnlyShorterReplies() {
        feed.rows(0, 1);
        feed.mark(end(MONDAY));
        feed.rows(1, 2);
        JsonObject request = new JsonObject().put("offset", 0).put("rowsMax", 10);
        Rows first = owner.fetch("trade", request).result();
        assertThat(first.next()).isEqualTo(1);
        assertThat(first.dayEnds()).isZero();
        Rows second = owner.fetch("trade", request.put("offset", 1)).result();
        assertThat(second.rows()).isEqualTo(trades(1, 2));
        assertThat(second.dayEnds()).isEqualTo(1);
    }

    @Test
    void keyedTableKeepsTheRowsOfTwoDaysApart() {
        use(EndOfDay.KEEP, List.of("sym"));
        feed.rows(0, 3); // s0, s1, s2
        feed.mark(end(MONDAY));
        feed.rows(3, 4); // s0 again
        assertThat(read(0, "dayEnds", 0)).containsExactly(1L, 2L, MONDAY, 3L);
    }

    @Test
    void tableEndsItsDayOnceAllPartitionsHaveEndedIt() {
        Feed two = new Feed(owner, "two");
        feed.mark(ControlRecord.atLogPosition(LOG));
        two.mark(ControlRecord.atLogPosition(LOG));
        feed.rows(0, 1);
        feed.mark(end(MONDAY));
        Future<?> retained = feed.sendRows(1, 2); // rows of Tuesday
        two.rows(2, 3); // rows of Monday
        two.mark(end(MONDAY));
        assertThat(retained.succeeded()).isTrue();
        assertThat(read(0, "dayEnds", 0)).containsExactly(0L, 2L, MONDAY, 1L);
    }

    @Test
    void rebuiltTableHasOnlyTheDaysThatItsReplayEnds() {
        use(EndOfDay.KEEP, List.of());
        feed.rows(0, 2);
        feed.mark(end(MONDAY));
        feed.rows(2, 3);
        feed.mark(ControlRecord.rebuild(LOG, "another log"));
        feed.rows(10, 12);
        assertThat(read(0, "dayEnds", 0)).containsExactly(0L, 1L, MONDAY, 2L);
        feed.mark(end(MONDAY.plusDays(1)));
        feed.rows(12, 13);
        feed.mark(ControlRecord.rebuilt());
        Rows edge = edge("first");
        assertThat(edge.generation()).isEqualTo(1);
        assertThat(edge.dayEnds()).isZero();
        assertThat(read(edge.offset(), "dayEnds", 0)).containsExactly(10L, 11L, MONDAY.plusDays(1), 12L);
        assertThat(edge("last").dayEnds()).isEqualTo(1);
    }

    private Rows edge(String op) {
        JsonObject request = new JsonObject().put("op", op).put("rows", 1);
        return (Rows) Objects.requireNonNull(
                owner.topic("trade").queries().query(request).result());
    }

    @Test
    void oldestEndsAreForgotten() {
        DayEnds ends = new DayEnds();
        for (int day = 0; day < DayEnds.KEPT_MAX + 2; day++) {
            ends.add(MONDAY.plusDays(day), day * 10L);
        }
        DayEnds.DayEnd oldest = new DayEnds.DayEnd(3, MONDAY.plusDays(2), 20);
        assertThat(ends.following(0)).isEqualTo(oldest);
        assertThat(ends.firstFrom(0)).isEqualTo(oldest);
        assertThat(ends.firstFrom(21)).isEqualTo(ends.following(3));
        assertThat(ends.numberAt(0)).isEqualTo(2);
        assertThat(ends.numberAt(25)).isEqualTo(3);
        assertThat(ends.boundaryAfter(20)).isEqualTo(30);
        assertThat(ends.following(DayEnds.KEPT_MAX + 2)).isNull();
    }
}
