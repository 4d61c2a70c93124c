package io.tickbus.store;

import static io.tickbus.store.Owner.appended;
import static io.tickbus.store.Owner.trades;
import static org.assertj.core.api.Assertions.assertThat;

import io.tickbus.event.Addresses;
import io.tickbus.event.AppendReply;
import io.tickbus.event.Batch;
import io.tickbus.event.Failure;
import io.tickbus.event.Rows;
import io.tickbus.q.Flip;
import io.tickbus.q.QType;
import io.tickbus.q.Schema;
import io.tickbus.replication.OpenPartition;
import io.tickbus.replication.PartitionBatch;
import io.tickbus.replication.PartitionEpoch;
import io.tickbus.replication.PartitionState;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Rows of partitions: each is applied once, in order, whatever is sent again or goes missing. */
@ExtendWith(VertxExtension.class)
class PositionsTest {
    private static final String APPEND = Addresses.append("trade");

    private Owner owner;
    private PartitionEpoch partitionEpoch = PartitionEpoch.NONE;

    @BeforeEach
    void deploy(Vertx vertx) {
        owner = Owner.ofTrades(vertx);
    }

    private AppendReply append(String partition, int from, int to) {
        return owner.request(
                AppendReply.class,
                APPEND,
                new PartitionBatch("trade", partition, partitionEpoch, from, trades(from, to)));
    }

    private PartitionState open(String partition) {
        return owner.request(
                PartitionState.class,
                OpenPartition.ADDRESS,
                new OpenPartition("trade", partition, Schema.of(trades(0, 0))));
    }

    private long duplicates() {
        return owner.request(JsonArray.class, Addresses.TABLES, "")
                .getJsonObject(0)
                .getLong("duplicates");
    }

    private Flip all() {
        return owner.request(
                        Rows.class,
                        Addresses.query("trade"),
                        new JsonObject().put("op", "first").put("rows", 100))
                .rows();
    }

    @Test
    void batchAtItsPositionIsAppliedAndTheNextPositionReplied() {
        assertThat(append("main", 0, 3)).isEqualTo(appended(0, 3, 3));
        assertThat(append("main", 3, 5)).isEqualTo(appended(3, 2, 5));
        assertThat(all()).isEqualTo(trades(0, 5));
        assertThat(duplicates()).isZero();
    }

    @Test
    void batchSentAgainIsDroppedAndCounted() {
        append("main", 0, 3);
        append("main", 3, 5);
        assertThat(append("main", 0, 3)).isEqualTo(appended(5, 0, 5));
        assertThat(append("main", 3, 5)).isEqualTo(appended(5, 0, 5));
        assertThat(all()).isEqualTo(trades(0, 5));
        assertThat(duplicates()).isEqualTo(5);
    }

    @Test
    void batchThatOverlapsIsAppliedFromItsFirstNewRow() {
        append("main", 0, 3);
        assertThat(append("main", 1, 7)).isEqualTo(appended(3, 4, 7));
        assertThat(all()).isEqualTo(trades(0, 7));
        assertThat(duplicates()).isEqualTo(2);
    }

    @Test
    void gapIsRefusedNamingBothPositionsAndNothingIsApplied() {
        append("main", 0, 3);
        assertThat(owner.refusal(
                        Failure.GAP, APPEND, new PartitionBatch("trade", "main", PartitionEpoch.NONE, 4, trades(4, 5))))
                .isEqualTo("trade of main is at position 3, not 4");
        assertThat(owner.count()).isEqualTo(3);
        assertThat(append("main", 3, 5)).isEqualTo(appended(3, 2, 5));
    }

    @Test
    void rowsThatTheOwnerHasNoRoomForAreRefusedAndThePartitionGoesOnBehindThem() {
        append("main", 0, 3);
        PartitionBatch noRoom = new PartitionBatch(
                "trade", "main", PartitionEpoch.NONE, 3, trades(3, 5), null, "no room for another symbol");

        assertThat(owner.refusal(Failure.LIMIT, APPEND, noRoom)).isEqualTo("no room for another symbol");
        assertThat(owner.count()).isEqualTo(3);
        assertThat(append("main", 5, 6).position()).isEqualTo(6);
        assertThat(append("main", 6, 6).refused()).isEqualTo(2);
    }

    @Test
    void partitionsHavePositionsOfTheirOwn() {
        append("one", 0, 3);
        assertThat(append("two", 0, 2)).isEqualTo(appended(3, 2, 2));
        assertThat(append("one", 3, 4)).isEqualTo(appended(5, 1, 4));
        assertThat(duplicates()).isZero();
    }

    @Test
    void rowsWithoutAPartitionAreAppliedHoweverOftenTheyCome() {
        owner.request(APPEND, Batch.of("trade", trades(0, 1)));
        owner.request(APPEND, Batch.of("trade", trades(0, 1)));
        assertThat(owner.count()).isEqualTo(2);
        assertThat(append("main", 0, 1)).isEqualTo(appended(2, 1, 1));
    }

    @Test
    void openingRepliesThePositionToGoOnFrom() {
        assertThat(open("main").position()).isZero();
        partitionEpoch = open("main").partitionEpoch();
        append("main", 0, 3);
        assertThat(open("main").position()).isEqualTo(3);
        assertThat(open("other").position()).isZero();
    }

    @Test
    void whoeverOpenedAPartitionBeforeBringsNothingMore() {
        partitionEpoch = open("main").partitionEpoch();
        append("main", 0, 3);
        PartitionBatch late = new PartitionBatch("trade", "main", partitionEpoch, 3, trades(3, 5));
        partitionEpoch = open("main").partitionEpoch();

        assertThat(owner.refusal(Failure.FENCED, APPEND, late))
                .isEqualTo("partition main of trade has been opened again: its epoch is 1.2, the batch has 1.1");
        assertThat(all()).isEqualTo(trades(0, 3));
        assertThat(append("main", 3, 4)).isEqualTo(appended(3, 1, 4));
        assertThat(owner.request(JsonArray.class, Addresses.TABLES, "")
                        .getJsonObject(0)
                        .getLong("fencedRows"))
                .isEqualTo(2);
    }

    @Test
    void refusedBatchHasTakenItsPositionsSoThatTheNextOneFits() {
        append("main", 0, 3);
        Flip narrow = new Flip(List.of("sym"), List.of(trades(3, 5).column(0)));
        owner.refusal(Failure.BAD_ROWS, APPEND, new PartitionBatch("trade", "main", PartitionEpoch.NONE, 3, narrow));
        assertThat(append("main", 5, 6)).isEqualTo(appended(3, 1, 6, 2));
    }

    @Test
    void openingWithAnotherSchemaIsRefusedNamingTheColumn() {
        Schema other = new Schema(Owner.COLUMNS, List.of(QType.SYMBOL, QType.REAL, QType.LONG), 0);
        assertThat(owner.refusal(Failure.SCHEMA, OpenPartition.ADDRESS, new OpenPartition("trade", "main", other)))
                .isEqualTo("main brings other columns than table trade: column price is real, float expected;"
                        + " tables.trade.onSchemaChange is refuse");
    }

    @Test
    void partitionIsOpenedWithNothingElse() {
        assertThat(owner.refusal(Failure.BAD_REQUEST, OpenPartition.ADDRESS, new JsonObject()))
                .isEqualTo("a partition is opened with an OpenPartition message");
    }
}
