package io.tickbus.store;

import static io.tickbus.store.Owner.trades;
import static org.assertj.core.api.Assertions.assertThat;

import io.tickbus.config.TableConfig.EndOfDay;
import io.tickbus.event.AppendReply;
import io.tickbus.replication.ControlRecord;
import io.tickbus.replication.LogPosition;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The owner believes no day that cannot have ended, wherever it comes from, and ends the ordinary days after it. */
class WrongDateTest {
    private static final LocalDate MONDAY = LocalDate.of(2026, 11, 23);
    private static final LocalDate TUESDAY = MONDAY.plusDays(1);
    private static final ControlRecord PLACE = ControlRecord.atLogPosition(new LogPosition("log1", 0));
    private static final ControlRecord END = ending(MONDAY);

    private final OwnerLogic owner = new OwnerLogic(Owner.daily(EndOfDay.CLEAR, List.of(), null));
    private final Feed one = new Feed(owner, "one");
    private final Feed two = new Feed(owner, "two");

    private static ControlRecord ending(@Nullable LocalDate day) {
        return ControlRecord.endOfDay(day, new LogPosition("", 0));
    }

    private void bothHaveRows() {
        one.mark(PLACE);
        two.mark(PLACE);
        one.rows(0, 2);
        two.rows(50, 52);
    }

    private List<JsonObject> events(String name) {
        return owner.events().stream()
                .filter(event -> event.getString("event").equals(name))
                .toList();
    }

    /** Each day that the table has ended, and the rows that left with it. */
    private List<String> ended() {
        return events("endOfDay").stream()
                .map(event -> event.getString("date") + " " + event.getLong("rows"))
                .toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"2099-01-01", "2026-11-25", "+5881580-07-10", "-0001-01-01", "2026-11-20"})
    void dayThatCannotHaveEndedIsSaidAndTheNextTwoAreRight(String wrong) {
        one.mark(ControlRecord.atLogPosition(new LogPosition("/tp/sym2026.11.23", 0)));
        one.rows(0, 2);
        one.mark(ControlRecord.endOfDay(LocalDate.parse(wrong), new LogPosition("/tp/sym2026.11.23", 2)));
        assertThat(owner.rows("trade")).isEqualTo(trades(0, 2));
        assertThat(events("implausibleEndOfDay")).singleElement().satisfies(event -> {
            assertThat(event.getString("partition")).isEqualTo("one");
            assertThat(event.getString("date")).isEqualTo(wrong);
            assertThat(event.getString("reason")).startsWith(wrong + " is ");
        });

        one.rows(2, 3);
        one.mark(ControlRecord.endOfDay(MONDAY, new LogPosition("/tp/sym2026.11.24", 0)));
        owner.host().set("2026-11-25T00:00:05Z");
        one.rows(10, 12);
        one.mark(ControlRecord.endOfDay(TUESDAY, new LogPosition("/tp/sym2026.11.25", 0)));
        one.rows(20, 21);
        assertThat(owner.rows("trade")).isEqualTo(trades(20, 21));
        assertThat(ended()).containsExactly("2026-11-23 3", "2026-11-24 2");
        assertThat(events("lateEndOfDay")).isEmpty();
    }

    @Test
    void partitionWithAWrongDateHoldsUpNoOther() {
        bothHaveRows();
        one.mark(ending(LocalDate.of(2099, 1, 1)));
        assertThat(one.rows(2, 3).rows()).isEqualTo(1);
        assertThat(two.rows(52, 53).rows()).isEqualTo(1);
        assertThat(owner.host().timers()).isZero();
    }

    @Test
    void dayThatWasBelievedWhileTheClockWasAheadIsForgotten() {
        owner.host().set("2099-01-01T12:00:00Z");
        bothHaveRows();
        one.mark(ending(null));
        two.mark(ending(null));
        assertThat(ended()).containsExactly("2099-01-01 4");

        owner.host().set("2026-11-23T23:59:59Z");
        one.rows(2, 4);
        two.rows(52, 53);
        one.mark(END);
        Future<AppendReply> held = one.sendRows(10, 11);
        assertThat(held.isComplete()).as("two has not ended the day").isFalse();
        two.mark(END);
        two.rows(60, 61);
        owner.host().set("2026-11-25T00:00:00Z");
        one.mark(ending(TUESDAY));
        two.mark(ending(TUESDAY));
        assertThat(owner.rows("trade")).isEqualTo(trades(0, 0));
        assertThat(ended()).containsExactly("2099-01-01 4", "2026-11-23 3", "2026-11-24 2");
        assertThat(events("implausibleEndOfDay"))
                .singleElement()
                .satisfies(event -> assertThat(event.getString("reason"))
                        .startsWith("ended before, and forgotten now: 2099-01-01 is "));
        assertThat(events("lateEndOfDay")).isEmpty();
    }

    @Test
    void oldDaysThatAreReplayedInOrderAreEnded() {
        one.mark(ControlRecord.atLogPosition(new LogPosition("/tp/sym2015.01.05", 0)));
        for (int day : new int[] {5, 6, 9}) {
            one.rows(0, day);
            one.mark(ControlRecord.endOfDay(LocalDate.of(2015, 1, day), new LogPosition("/tp/sym2015.01.05", 0)));
        }
        assertThat(ended()).containsExactly("2015-01-05 5", "2015-01-06 6", "2015-01-09 9");
    }

    /** A bench may play the same old days a second time, into a table that had live ones before. */
    @Test
    void daysOfALogThatTheTableIsMadeAnewFromAreEndedAgain() {
        one.mark(ControlRecord.atLogPosition(new LogPosition("/tp/sym2026.11.20", 0)));
        one.mark(ControlRecord.endOfDay(LocalDate.of(2026, 11, 20), new LogPosition("/tp/sym2026.11.23", 0)));
        for (int run = 0; run < 2; run++) {
            one.mark(ControlRecord.rebuild(new LogPosition("/tp/sym2015.01.05", 0), "another log"));
            one.rows(0, 2);
            one.mark(ControlRecord.endOfDay(LocalDate.of(2015, 1, 5), new LogPosition("/tp/sym2015.01.06", 0)));
            one.rows(10, 11);
            one.mark(ControlRecord.rebuilt());
            one.mark(ControlRecord.endOfDay(LocalDate.of(2015, 1, 6), new LogPosition("/tp/sym2015.01.07", 0)));
            one.rows(20, 21);
            assertThat(owner.rows("trade")).isEqualTo(trades(20, 21));
        }
        assertThat(ended())
                .containsExactly("2026-11-20 0", "2015-01-05 2", "2015-01-06 1", "2015-01-05 2", "2015-01-06 1");
        assertThat(events("lateEndOfDay")).isEmpty();
    }

    @Test
    void daysWithoutADateInALogThatFollowsAreTodays() {
        one.mark(ControlRecord.atLogPosition(new LogPosition("/tp/sym2026.11.20", 0)));
        one.mark(ControlRecord.endOfDay(null, LogPosition.startAfter("/tp/sym2026.11.20")));
        one.rows(0, 1);
        one.mark(ControlRecord.endOfDay(null, LogPosition.startAfter("/tp/sym2026.11.20")));
        assertThat(ended()).containsExactly("2026-11-20 0", "2026-11-23 1");
        assertThat(owner.describe("trade").getLong("count")).isZero();
    }
}
