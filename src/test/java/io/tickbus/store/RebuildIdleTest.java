package io.tickbus.store;

import static io.tickbus.store.Owner.trades;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tickbus.config.StoreConfig;
import io.tickbus.config.TableConfig;
import io.tickbus.event.Failure;
import io.tickbus.event.Rows;
import io.tickbus.replication.ControlRecord;
import io.tickbus.replication.LogPosition;
import io.tickbus.replication.PartitionState;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A rebuild that brings nothing any more is given up, and the generation that is read goes on. */
class RebuildIdleTest {
    private static final LogPosition START = new LogPosition("log1", 0);
    private static final ControlRecord REBUILD = ControlRecord.rebuild(START, "row 2 differs");
    private static final long IDLE_MS = new StoreConfig(Map.of(), 10, 10, 10, 10, null).rebuildIdleMsMax();

    private final OwnerLogic owner = new OwnerLogic(Owner.config(Owner.trades(List.of(), null)));
    private final Feed feed = new Feed(owner, "main");
    private final Feed other = new Feed(owner, "other");

    private List<JsonObject> events(String name) {
        return owner.events().stream()
                .filter(event -> event.getString("event").equals(name))
                .toList();
    }

    private void begin() {
        feed.mark(ControlRecord.atLogPosition(START));
        feed.rows(0, 5);
        other.rows(100, 102);
        feed.mark(REBUILD);
        feed.rows(10, 12);
        other.rows(102, 104);
    }

    @Test
    void tableThatIsReadGoesOnWithTheRowsThatOthersHaveBrought() {
        begin();
        Future<Rows> waiting =
                owner.fetch("trade", new JsonObject().put("offset", 7).put("waitMs", 1000));
        owner.advance(2 * IDLE_MS);

        assertThat(waiting.isComplete()).isTrue();
        assertThat(owner.rows("trade").slice(0, 5)).isEqualTo(trades(0, 5));
        assertThat(owner.rows("trade").slice(5, 4)).isEqualTo(trades(100, 104));
        JsonObject table = owner.describe("trade");
        assertThat(table.getLong("generation")).isZero();
        assertThat(table.getLong("gaps")).isOne();
        assertThat(table.getBoolean("missingUnknown")).isTrue();
        assertThat(table.containsKey("rebuildingSince")).isFalse();
        assertThat(events("rebuildGivenUp"))
                .singleElement()
                .satisfies(event -> assertThat(event.getString("reason"))
                        .isEqualTo(
                                "the rebuild has brought no new rows for " + IDLE_MS + " ms (store.rebuildIdleMsMax)"));
        assertThat(events("gap")).hasSize(1);
        assertThat(owner.host().timers()).isZero();
        other.rows(104, 105);
        assertThat(owner.rows("trade").size()).isEqualTo(10);
    }

    @Test
    void partitionThatRebuiltIsRefusedUntilItAsksWhereItStands() {
        begin();
        owner.advance(2 * IDLE_MS);
        assertThatThrownBy(() -> feed.rows(12, 13))
                .satisfies(
                        failure -> assertThat(Failure.FENCED.isCauseOf(failure)).isTrue());
        PartitionState here = feed.open();

        assertThat(here.rebuilding()).isFalse();
        assertThat(here.position()).as("what is in flight cannot be joined on").isEqualTo(10);
        assertThat(here.logPosition()).isEqualTo(START.unknown());
        assertThat(here.held()).isEqualTo(5);
    }

    @Test
    void rebuildThatBringsRowsIsNotGivenUp() {
        begin();
        for (int row = 12; row < 20; row++) {
            owner.advance(IDLE_MS - 1);
            feed.rows(row, row + 1);
        }
        assertThat(events("rebuildGivenUp")).isEmpty();
        feed.mark(ControlRecord.rebuilt());
        assertThat(owner.host().timers()).isZero();
        owner.advance(2 * IDLE_MS);
        assertThat(events("rebuildGivenUp")).isEmpty();
        assertThat(owner.describe("trade").getLong("generation")).isOne();
    }

    @Test
    void rebuildThatBeginsAgainAndAgainIsNoProgress() {
        begin();
        for (int attempt = 0; attempt < 2; attempt++) {
            owner.advance(IDLE_MS - 1);
            feed.mark(REBUILD);
            feed.rows(10, 12);
        }
        owner.advance(2);
        assertThat(events("rebuildGivenUp")).hasSize(1);
    }

    @Test
    void rowsOfADayThatEndedMeanwhileLeave() {
        OwnerLogic daily = new OwnerLogic(Owner.daily(TableConfig.EndOfDay.CLEAR, List.of(), null));
        Feed brings = new Feed(daily, "main");
        brings.mark(ControlRecord.atLogPosition(START));
        brings.rows(0, 5);
        brings.mark(REBUILD);
        brings.rows(0, 3);
        brings.mark(ControlRecord.endOfDay(LocalDate.parse("2026-11-22"), new LogPosition("log2", 0)));
        new Feed(daily, "other").rows(100, 102);
        daily.advance(2 * IDLE_MS);

        assertThat(daily.rows("trade")).isEqualTo(trades(100, 102));
    }
}
