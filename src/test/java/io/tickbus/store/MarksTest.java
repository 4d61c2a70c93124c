package io.tickbus.store;

import static io.tickbus.store.Owner.appended;
import static io.tickbus.store.Owner.trades;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tickbus.event.Batch;
import io.tickbus.event.Failure;
import io.tickbus.event.LogPlace;
import io.tickbus.event.Mark;
import io.tickbus.event.Opening;
import io.tickbus.q.Flip;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Marks among rows: where a partition stands, and what is known to be missing. */
class MarksTest {
    private static final LogPlace START = new LogPlace("log1", 0);

    private final OwnerLogic owner = new OwnerLogic(Owner.config(Owner.trades(List.of(), null)));
    private final Feed feed = new Feed(owner, "main");

    @Test
    void newPartitionStandsNowhere() {
        assertThat(feed.open().isNew()).isTrue();
        assertThat(feed.open().place()).isEqualTo(LogPlace.NOWHERE);
        assertThat(feed.open().last()).isEqualTo(trades(0, 0));
    }

    @Test
    void placeIsSetByAMarkAndAdvancesWithTheRows() {
        assertThat(feed.mark(Mark.place(START))).isEqualTo(appended(0, 0, 1));
        assertThat(feed.rows(0, 3)).isEqualTo(appended(0, 3, 4));
        assertThat(feed.open().place()).isEqualTo(new LogPlace("log1", 3));
        feed.mark(Mark.place(new LogPlace("log2", 10)));
        feed.rows(3, 5);
        assertThat(feed.open().place()).isEqualTo(new LogPlace("log2", 12));
        assertThat(feed.open().position()).isEqualTo(7);
    }

    @Test
    void placeThatIsNotKnownStaysSo() {
        feed.rows(0, 3);
        assertThat(feed.open().place()).isEqualTo(LogPlace.NOWHERE);
    }

    @Test
    void refusedRowsAdvanceThePlaceToo() {
        feed.mark(Mark.place(START));
        feed.rows(0, 3);
        Flip narrow = new Flip(List.of("sym"), List.of(trades(3, 5).column(0)));
        assertThatThrownBy(() -> owner.append(new Batch("trade", "main", Opening.NONE, 4, narrow)))
                .matches(Failure.BAD_ROWS::isCauseOf);
        assertThat(feed.open().place()).isEqualTo(new LogPlace("log1", 5));
        assertThat(feed.open().refused()).isEqualTo(2);
        assertThat(feed.open().last()).as("nobody can compare it").isEqualTo(trades(0, 0));
    }

    @Test
    void lastRowIsTheLastOfTheLastBatch() {
        feed.mark(Mark.place(START));
        feed.rows(0, 3);
        assertThat(feed.open().last()).isEqualTo(trades(2, 3));
        feed.rows(3, 4);
        assertThat(feed.open().last()).isEqualTo(trades(3, 4));
    }

    @Test
    void lastRowOfALargeBatchIsACopy() {
        feed.rows(0, Partition.ROWS_KEPT_MAX + 1);
        Flip last = feed.open().last();
        assertThat(last).isEqualTo(trades(Partition.ROWS_KEPT_MAX, Partition.ROWS_KEPT_MAX + 1));
        assertThat(last.column(2).offset()).as("in an array of its own").isZero();
    }

    @Test
    void lastRowIsKeptOnlyWhereThePlaceIsTheOneBehindIt() {
        feed.mark(Mark.place(new LogPlace("", 0)));
        feed.rows(0, 3);
        feed.mark(Mark.place(new LogPlace("log1", 3))); // the same place, with its log's name
        assertThat(feed.open().last()).isEqualTo(trades(2, 3));
        feed.mark(Mark.gap(new LogPlace("log1", 9), 6, "lost"));
        assertThat(feed.open().last()).isEqualTo(trades(0, 0));
    }

    @Test
    void markIsAppliedOnceHoweverOftenItComes() {
        Batch gap = feed.next(Mark.gap(START, 5, "log unreadable"));
        owner.append(gap);
        assertThat(owner.append(gap)).isEqualTo(appended(0, 0, 1));
        assertThat(owner.events()).hasSize(1);
        assertThat(owner.describe("trade").getLong("gaps")).isEqualTo(1);
        assertThat(owner.describe("trade").getLong("duplicates")).isEqualTo(1);
    }

    @Test
    void markPastThePositionIsAGap() {
        Batch late = new Batch("trade", "main", Opening.NONE, 2, trades(0, 0), Mark.place(START));
        assertThatThrownBy(() -> owner.append(late))
                .matches(Failure.GAP::isCauseOf)
                .hasMessage("trade of main is at position 0, not 2");
        assertThat(feed.open().place()).isEqualTo(LogPlace.NOWHERE);
    }

    @Test
    void questionIsAnsweredWhereverItThinksItStands() {
        feed.mark(Mark.place(START));
        feed.rows(0, 3);
        assertThat(feed.ask()).isEqualTo(appended(3, 0, 4));
    }

    @Test
    void markWithRowsOrWithoutAPartitionIsABadRequest() {
        assertThatThrownBy(() ->
                        owner.append(new Batch("trade", "main", Opening.NONE, 0, trades(0, 1), Mark.place(START))))
                .matches(Failure.BAD_REQUEST::isCauseOf);
        assertThatThrownBy(() -> owner.append(
                        new Batch("trade", Batch.UNPOSITIONED, Opening.NONE, 0, trades(0, 0), Mark.place(START))))
                .matches(Failure.BAD_REQUEST::isCauseOf);
    }

    @Test
    void gapMakesTheTableIncompleteAndIsPublished() {
        assertThat(owner.describe("trade").containsKey("incompleteSince")).isFalse();
        feed.rows(0, 3);
        feed.mark(Mark.gap(new LogPlace("log1", 8), 5, "log unreadable"));
        owner.advance(1000);
        feed.mark(Mark.gap(LogPlace.NOWHERE, LogPlace.UNKNOWN, "no log"));

        String since = "2026-11-23T10:00:00Z";
        JsonObject gap = new JsonObject()
                .put("event", "gap")
                .put("table", "trade")
                .put("partition", "main")
                .put("since", since);
        assertThat(owner.events())
                .containsExactly(
                        gap.copy().put("rows", 5L).put("reason", "log unreadable"),
                        gap.copy().put("rows", null).put("reason", "no log"));
        JsonObject table = owner.describe("trade");
        assertThat(table.getString("incompleteSince")).isEqualTo(since);
        assertThat(table.getLong("gaps")).isEqualTo(2);
        assertThat(table.getLong("missingRows")).isEqualTo(5);
        assertThat(table.getBoolean("missingUnknown")).isTrue();
        assertThat(owner.rows("trade")).isEqualTo(trades(0, 3));
    }

    @Test
    void endOfAPeriodIsPublishedAndNothingElse() {
        feed.rows(0, 3);
        feed.mark(Mark.endOfPeriod(new LogPlace("log1", 3)));
        assertThat(owner.events()).extracting(event -> event.getString("event")).containsExactly("endOfPeriod");
        assertThat(owner.rows("trade")).isEqualTo(trades(0, 3));
    }
}
