package io.tickbus.store;

import static io.tickbus.store.Owner.appended;
import static io.tickbus.store.Owner.trades;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tickbus.event.Failure;
import io.tickbus.q.Flip;
import io.tickbus.q.RowDigests;
import io.tickbus.replication.ControlRecord;
import io.tickbus.replication.LogPosition;
import io.tickbus.replication.PartitionBatch;
import io.tickbus.replication.PartitionEpoch;
import io.tickbus.replication.PartitionState;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Marks among rows: where a partition stands, and what is known to be missing. */
class ControlRecordsTest {
    private static final LogPosition START = new LogPosition("log1", 0);

    private final OwnerLogic owner = new OwnerLogic(Owner.config(Owner.trades(List.of(), null)));
    private final Feed feed = new Feed(owner, "main");

    @Test
    void newPartitionStandsNowhere() {
        assertThat(feed.open().isNew()).isTrue();
        assertThat(feed.open().logPosition()).isEqualTo(LogPosition.START);
        assertThat(feed.open().digests()).isEqualTo(new RowDigests().toVector());
    }

    @Test
    void placeIsSetByAMarkAndAdvancesWithTheRows() {
        assertThat(feed.mark(ControlRecord.atLogPosition(START))).isEqualTo(appended(0, 0, 1));
        assertThat(feed.rows(0, 3)).isEqualTo(appended(0, 3, 4));
        assertThat(feed.open().logPosition())
                .isEqualTo(new LogPosition("log1", 3, digests(0, 3).last(), false));
        feed.mark(ControlRecord.atLogPosition(new LogPosition("log2", 0)));
        feed.rows(3, 5);
        assertThat(feed.open().logPosition())
                .isEqualTo(new LogPosition("log2", 2, digests(3, 5).last(), false));
        assertThat(feed.open().position()).isEqualTo(7);
    }

    @Test
    void placeThatIsNotKnownStaysSo() {
        feed.mark(ControlRecord.atLogPosition(LogPosition.NOWHERE));
        feed.rows(0, 3);
        assertThat(feed.open().logPosition()).isEqualTo(LogPosition.NOWHERE);
    }

    @Test
    void refusedRowsAdvanceThePlaceToo() {
        feed.mark(ControlRecord.atLogPosition(START));
        feed.rows(0, 3);
        Flip narrow = new Flip(List.of("sym"), List.of(trades(3, 5).column(0)));
        assertThatThrownBy(() -> owner.append(new PartitionBatch("trade", "main", PartitionEpoch.NONE, 4, narrow)))
                .matches(Failure.BAD_ROWS::isCauseOf);
        RowDigests log = digests(0, 3);
        log.append(narrow);
        assertThat(feed.open().logPosition()).isEqualTo(new LogPosition("log1", 5, log.last(), false));
        assertThat(feed.open().refused()).isEqualTo(2);
    }

    @Test
    void digestGoesWithThePlaceHoweverTheRowsAreCut() {
        feed.mark(ControlRecord.atLogPosition(START));
        feed.rows(0, 3);
        feed.rows(3, 4);
        assertThat(feed.open().digests()).isEqualTo(digests(0, 4).toVector());
        assertThat(feed.open().logPosition().digest()).isEqualTo(digests(0, 4).last());
        assertThat(feed.open().held()).isEqualTo(4);
    }

    @Test
    void digestIsKeptWhereThePlaceIsTheSameWithItsLogsName() {
        feed.mark(ControlRecord.atLogPosition(LogPosition.startAfter("log0")));
        feed.rows(0, 3);
        feed.mark(ControlRecord.atLogPosition(new LogPosition("log1", 3)));
        assertThat(feed.open().logPosition())
                .isEqualTo(new LogPosition("log1", 3, digests(0, 3).last(), false));
    }

    @Test
    void logThatHasLostRowsIsFollowedFromItsEndAndTheRowsStillCountAsHeld() {
        feed.mark(ControlRecord.atLogPosition(START));
        feed.rows(0, 10);
        feed.mark(ControlRecord.atLogPosition(
                new LogPosition("log1", 7, digests(0, 7).last(), false)));
        feed.rows(20, 22);

        RowDigests log = digests(0, 7);
        log.append(trades(20, 22));
        PartitionState partitionState = feed.open();
        assertThat(partitionState.logPosition()).isEqualTo(new LogPosition("log1", 9, log.last(), false));
        assertThat(partitionState.rowDigests().differenceTo(log)).isZero();
        assertThat(partitionState.held()).isEqualTo(12);
    }

    @Test
    void heldRowsAreThoseSinceTheLogBeganThoughSomeAreMissing() {
        feed.mark(ControlRecord.atLogPosition(START));
        feed.rows(0, 3);
        feed.mark(ControlRecord.gap(LogPosition.UNKNOWN, "lost"));
        feed.mark(ControlRecord.atLogPosition(START.unknown()));
        feed.rows(7, 9);
        assertThat(feed.open().held()).isEqualTo(5);
        feed.mark(ControlRecord.atLogPosition(new LogPosition("log2", LogPosition.UNKNOWN)));
        assertThat(feed.open().held()).as("of another log").isZero();
    }

    private static RowDigests digests(int from, int to) {
        RowDigests digests = new RowDigests();
        digests.append(trades(from, to));
        return digests;
    }

    @Test
    void markIsAppliedOnceHoweverOftenItComes() {
        PartitionBatch gap = feed.next(ControlRecord.gap(5, "log unreadable"));
        owner.append(gap);
        assertThat(owner.append(gap)).isEqualTo(appended(0, 0, 1));
        assertThat(owner.events()).hasSize(1);
        assertThat(owner.describe("trade").getLong("gaps")).isEqualTo(1);
        assertThat(owner.describe("trade").getLong("duplicates")).isEqualTo(1);
    }

    @Test
    void markPastThePositionIsAGap() {
        PartitionBatch late = new PartitionBatch(
                "trade", "main", PartitionEpoch.NONE, 2, trades(0, 0), ControlRecord.atLogPosition(START));
        assertThatThrownBy(() -> owner.append(late))
                .matches(Failure.GAP::isCauseOf)
                .hasMessage("trade of main is at position 0, not 2");
        assertThat(feed.open().logPosition()).isEqualTo(LogPosition.START);
    }

    @Test
    void questionIsAnsweredWhereverItThinksItStands() {
        feed.mark(ControlRecord.atLogPosition(START));
        feed.rows(0, 3);
        assertThat(feed.ask()).isEqualTo(appended(3, 0, 4));
    }

    @Test
    void markWithRowsOrWithoutAPartitionIsABadRequest() {
        assertThatThrownBy(() -> owner.append(new PartitionBatch(
                        "trade", "main", PartitionEpoch.NONE, 0, trades(0, 1), ControlRecord.atLogPosition(START))))
                .matches(Failure.BAD_REQUEST::isCauseOf);
        assertThatThrownBy(() -> owner.append(new PartitionBatch(
                        "trade", "", PartitionEpoch.NONE, 0, trades(0, 0), ControlRecord.atLogPosition(START))))
                .matches(Failure.BAD_REQUEST::isCauseOf);
    }

    @Test
    void gapMakesTheTableIncompleteAndIsPublished() {
        assertThat(owner.describe("trade").containsKey("incompleteSince")).isFalse();
        feed.rows(0, 3);
        feed.mark(ControlRecord.gap(5, "log unreadable"));
        owner.advance(1000);
        feed.mark(ControlRecord.gap(LogPosition.UNKNOWN, "no log"));

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
        feed.mark(ControlRecord.endOfPeriod());
        assertThat(owner.events()).extracting(event -> event.getString("event")).containsExactly("endOfPeriod");
        assertThat(owner.rows("trade")).isEqualTo(trades(0, 3));
    }

    @Test
    void rowsThatCannotBeReadHaveNoDigest() {
        feed.mark(ControlRecord.atLogPosition(START));
        feed.rows(0, 3);
        PartitionBatch outline = new PartitionBatch(
                "trade", "main", PartitionEpoch.NONE, 4, trades(8, 9), null, "no room for another symbol");
        assertThatThrownBy(() -> owner.append(outline)).matches(Failure.LIMIT::isCauseOf);
        PartitionState here = feed.open();
        assertThat(here.logPosition().rows()).isEqualTo(4);
        assertThat(here.rowDigests().differenceTo(digests(0, 4))).isZero();
        assertThat(here.rowDigests().differenceTo(digests(1, 5))).isEqualTo(1);
    }
}
