package io.tickbus.store;

import static io.tickbus.store.Owner.trades;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tickbus.config.TableConfig;
import io.tickbus.event.AppendReply;
import io.tickbus.event.Batch;
import io.tickbus.event.Failure;
import io.tickbus.q.Flip;
import io.tickbus.replication.ControlRecord;
import io.tickbus.replication.LogPosition;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A partition rebuilds a table that others and clients append to: their rows stay. */
class RebuildSourcesTest {
    private static final LogPosition START = new LogPosition("log1", 0);
    private static final LogPosition NEXT = new LogPosition("log2", 0);
    private static final LocalDate DAY = LocalDate.of(2026, 11, 23);
    private static final ControlRecord REBUILD = ControlRecord.rebuild(START, "row 2 differs");
    private static final ControlRecord REBUILT = ControlRecord.rebuilt();

    private OwnerLogic owner = owner(Owner.trades(List.of(), null));
    private Feed main = new Feed(owner, "main");
    private Feed other = new Feed(owner, "other");

    private static OwnerLogic owner(TableConfig trades) {
        return new OwnerLogic(Owner.config(trades));
    }

    private void given(TableConfig trades) {
        owner = owner(trades);
        main = new Feed(owner, "main");
        other = new Feed(owner, "other");
    }

    private static TableConfig cleared() {
        TableConfig kept = Owner.trades(List.of(), null);
        return new TableConfig(kept.columns(), List.of(), null, Owner.SEGMENT_ROWS, TableConfig.EndOfDay.CLEAR);
    }

    private void client(int from, int to) {
        owner.append(Batch.of("trade", trades(from, to)));
    }

    private List<Integer> sizes() {
        Flip rows = owner.rows("trade");
        List<Integer> sizes = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            sizes.add((int) rows.column("size").longAt(i));
        }
        return sizes;
    }

    @Test
    void rowsOfAPartitionWithoutALogStayAndItGoesOn() {
        other.rows(50, 53);
        main.rows(0, 5);
        other.rows(53, 55);
        main.mark(REBUILD);
        other.rows(55, 56);
        main.rows(0, 2);
        main.mark(REBUILT);
        assertThat(sizes()).containsExactly(50, 51, 52, 53, 54, 55, 0, 1);
        assertThat(other.open().position()).isEqualTo(6);
    }

    @Test
    void partitionWithALogIsNotForgottenEither() {
        other.mark(ControlRecord.atLogPosition(START));
        other.rows(50, 53);
        main.rows(0, 5);
        main.mark(REBUILD);
        main.rows(0, 1);
        other.rows(53, 54);
        main.mark(REBUILT);
        assertThat(sizes()).containsExactly(50, 51, 52, 0, 53);
        assertThat(other.open().logPosition().rows()).isEqualTo(4);
    }

    @Test
    void rowsOfClientsStay() {
        main.rows(0, 5);
        client(90, 92);
        main.mark(REBUILD);
        JsonObject rebuild = owner.events().get(0);
        assertThat(rebuild.getLong("rows")).isEqualTo(5);
        assertThat(rebuild.getLong("keptRows")).isEqualTo(2);
        main.rows(0, 2);
        client(92, 93);
        main.mark(REBUILD); // the first attempt was interrupted
        main.rows(0, 4);
        client(94, 95);
        main.mark(REBUILT);
        assertThat(sizes()).containsExactly(90, 91, 92, 0, 1, 2, 3, 94);
    }

    @Test
    void twoPartitionsRebuildTogether() {
        main.rows(0, 5);
        other.rows(50, 53);
        main.mark(REBUILD);
        main.rows(0, 3);
        other.mark(REBUILD);
        other.rows(50, 52);
        assertThat(owner.describe("trade").getString("rebuildingBy")).isEqualTo("main, other");
        main.rows(3, 4);
        main.mark(REBUILT);
        assertThat(sizes()).as("the other is not whole").hasSize(8);
        assertThat(owner.describe("trade").getString("rebuildingBy")).isEqualTo("other");
        assertThat(main.open().rebuilding()).isFalse();
        main.rows(4, 6);
        other.mark(REBUILT);
        assertThat(sizes()).containsExactly(0, 1, 2, 50, 51, 3, 4, 5);
        assertThat(owner.describe("trade"))
                .contains(Map.entry("generation", 1L), Map.entry("rebuilds", 1L))
                .contains(Map.entry("discardedRows", 2L)); // one row of each, as far as each was whole
    }

    @Test
    void keyedTableKeepsRowsAndForgetsPartitionsThatHaveALog() {
        given(Owner.trades(List.of("size"), null));
        Feed logless = new Feed(owner, "logless");
        main.mark(ControlRecord.atLogPosition(START));
        other.mark(ControlRecord.atLogPosition(NEXT));
        other.rows(20, 23);
        logless.rows(30, 32);
        client(40, 41);
        main.rows(0, 3);
        main.mark(REBUILD);
        assertThatThrownBy(() -> other.rows(23, 24)).matches(Failure.GAP::isCauseOf);
        assertThat(other.open().isNew()).isTrue();
        assertThat(logless.rows(32, 33).position()).isEqualTo(3);
        main.rows(0, 2);
        main.mark(REBUILT);
        assertThat(sizes()).containsExactly(20, 21, 22, 30, 31, 40, 32, 0, 1);

        other.mark(ControlRecord.atLogPosition(NEXT));
        other.rows(20, 24);
        other.mark(ControlRecord.rebuild(NEXT, "row 0 differs"));
        other.rows(22, 23);
        other.mark(REBUILT);
        assertThat(sizes())
                .as("neither what it brought first nor what it brought again")
                .contains(22);
        assertThat(sizes()).doesNotContain(20, 21, 23);
    }

    @Test
    void whatAForgottenPartitionHadHeldIsRefused() {
        given(Owner.trades(List.of("size"), null));
        main.mark(ControlRecord.atLogPosition(START));
        other.mark(ControlRecord.atLogPosition(START));
        other.mark(ControlRecord.endOfDay(DAY, NEXT));
        Future<AppendReply> held = other.sendRows(50, 52);
        assertThat(held.isComplete()).isFalse();
        main.mark(REBUILD);
        assertThat(Failure.GAP.isCauseOf(held.cause())).isTrue();
        assertThat(owner.host().timers())
                .as("that of the rebuild; no day waits")
                .isOne();
    }

    @Test
    void forgottenPartitionRebuildsNoMore() {
        given(Owner.trades(List.of("size"), null));
        other.mark(ControlRecord.atLogPosition(START));
        other.mark(ControlRecord.gap(5, "lost"));
        main.rows(0, 3);
        other.mark(REBUILD);
        main.mark(REBUILD);
        assertThat(owner.describe("trade").getString("rebuildingBy")).isEqualTo("main");
        assertThat(other.open().isNew()).isTrue();
        assertThat(other.open().rebuilding()).isFalse();
        main.mark(REBUILT);
        assertThat(owner.describe("trade").getLong("missingRows"))
                .as("its gap stays")
                .isEqualTo(5);
    }

    @Test
    void nothingIsAppendedWhileRowsAreCopied() {
        main.rows(0, 2);
        other.rows(50, 52);
        owner.host().holdWork();
        main.mark(REBUILD);
        Future<AppendReply> rows = main.sendRows(0, 3);
        Future<AppendReply> others = other.sendRows(52, 53);
        Future<AppendReply> ofClient = owner.send(Batch.of("trade", trades(90, 91)));
        assertThat(List.of(rows, others, ofClient)).noneMatch(Future::isComplete);
        assertThat(sizes()).containsExactly(0, 1, 50, 51);
        owner.host().runWork();
        assertThat(List.of(rows, others, ofClient)).allMatch(Future::succeeded);
        main.mark(REBUILT);
        assertThat(sizes()).containsExactly(50, 51, 90, 0, 1, 2, 52);
        assertThat(owner.describe("trade").getLong("firstOffset")).isEqualTo(4);
    }

    @Test
    void clientsThatSendTooMuchWhileRowsAreCopiedAreRefused() {
        owner.host().holdWork();
        main.mark(REBUILD);
        Future<AppendReply> waiting = owner.send(Batch.of("trade", trades(0, 1)));
        Future<AppendReply> refused = owner.send(Batch.of("trade", trades(0, TableSink.WAITING_ROWS_MAX)));
        assertThat(Failure.LIMIT.isCauseOf(refused.cause())).isTrue();
        owner.host().runWork();
        assertThat(waiting.succeeded()).isTrue();
    }

    @Test
    void partitionThatOpensWhileRowsAreCopiedIsInItsRebuild() {
        main.rows(0, 2);
        owner.host().holdWork();
        main.mark(REBUILD);
        assertThat(main.open().rebuilding()).isTrue();
        assertThat(owner.describe("trade").getString("rebuildingBy")).isEqualTo("main");
        owner.host().runWork();
        assertThat(main.open().rebuilding()).isTrue();
    }

    @Test
    void ownerThatStopsWhileRowsAreCopiedRefusesClients() {
        main.rows(0, 2);
        owner.host().holdWork();
        main.mark(REBUILD);
        Future<AppendReply> ofClient = owner.send(Batch.of("trade", trades(90, 91)));
        owner.topics().close();
        assertThat(Failure.UNAVAILABLE.isCauseOf(ofClient.cause())).isTrue();
        owner.host().runWork();
        assertThat(sizes()).containsExactly(0, 1);
    }

    @Test
    void dayThatEndsWithinARebuildTakesTheKeptRowsToo() {
        given(cleared());
        main.mark(ControlRecord.atLogPosition(START));
        other.mark(ControlRecord.atLogPosition(START));
        main.rows(0, 4);
        other.rows(50, 52);
        main.mark(REBUILD);
        main.rows(0, 4);
        other.mark(ControlRecord.endOfDay(DAY, NEXT));
        Future<AppendReply> held = other.sendRows(60, 61);
        assertThat(held.isComplete()).isFalse();
        main.mark(ControlRecord.endOfDay(DAY, NEXT));
        assertThat(held.succeeded()).isTrue();
        main.rows(10, 12);
        assertThat(sizes()).as("read until the new generation is whole").hasSize(6);
        main.mark(REBUILT);
        assertThat(sizes()).containsExactly(60, 10, 11);
        assertThat(owner.describe("trade").getLong("discardedRows")).isZero();

        main.mark(ControlRecord.rebuild(NEXT, "row 0 differs"));
        main.rows(10, 11);
        main.mark(REBUILT);
        assertThat(sizes()).containsExactly(60, 10);
        assertThat(owner.describe("trade").getLong("discardedRows")).isEqualTo(1);
    }

    @Test
    void dayThatEndsWhileRowsAreCopiedEndsAfterwards() {
        given(cleared());
        main.mark(ControlRecord.atLogPosition(START));
        main.rows(0, 4);
        owner.host().holdWork();
        main.mark(REBUILD);
        main.sendRows(0, 4);
        Future<AppendReply> end = main.sendMark(ControlRecord.endOfDay(DAY, NEXT));
        main.sendRows(4, 5);
        assertThat(end.isComplete()).isFalse();
        owner.host().runWork();
        assertThat(end.succeeded()).isTrue();
        main.mark(REBUILT);
        assertThat(sizes()).containsExactly(4);
    }

    @Test
    void retentionWithinARebuildTakesTheOldestKeptRows() {
        given(Owner.trades(List.of(), 8L));
        main.mark(ControlRecord.atLogPosition(START));
        main.rows(0, 30);
        other.rows(50, 52);
        main.mark(REBUILD);
        main.rows(0, 5);
        assertThat(owner.events()).last().matches(event -> event.getLong("keptRows") == 2);
        main.rows(5, 30);
        main.mark(REBUILT);
        assertThat(sizes()).doesNotContain(50, 51).endsWith(22, 23, 24, 25, 26, 27, 28, 29);
        assertThat(owner.describe("trade").getLong("discardedRows")).isZero();
    }
}
