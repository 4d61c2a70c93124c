package io.tickbus.store;

import static io.tickbus.store.Owner.appended;
import static io.tickbus.store.Owner.await;
import static io.tickbus.store.Owner.trades;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tickbus.config.ConfigException;
import io.tickbus.config.StoreConfig;
import io.tickbus.config.TableConfig;
import io.tickbus.event.Addresses;
import io.tickbus.event.AppendReply;
import io.tickbus.event.Batch;
import io.tickbus.event.Failure;
import io.tickbus.event.MemoryStatus;
import io.tickbus.event.Rows;
import io.tickbus.event.Shortfall;
import io.tickbus.event.Status;
import io.tickbus.q.Flip;
import io.tickbus.q.LongVector;
import io.tickbus.q.QType;
import io.tickbus.q.RowDigests;
import io.tickbus.q.Schema;
import io.tickbus.q.SymbolVector;
import io.tickbus.replication.LogPosition;
import io.tickbus.replication.OpenPartition;
import io.tickbus.replication.PartitionBatch;
import io.tickbus.replication.PartitionEpoch;
import io.tickbus.replication.PartitionState;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The owner as a whole: its configuration, the tables it makes, what it publishes. */
@ExtendWith(VertxExtension.class)
class TableVerticleTest {
    private static final Schema TRADES = Schema.of(trades(0, 0));

    private static OpenPartition opening(String topic, Schema schema) {
        return new OpenPartition(topic, "main", schema);
    }

    private static TableConfig keyed(String... keys) {
        return new TableConfig(Map.of(), List.of(keys), null, 1024, TableConfig.EndOfDay.KEEP);
    }

    private static StoreConfig store(Map<String, TableConfig> tables, int tablesMax) {
        return new StoreConfig(tables, tablesMax, 100, 1000, 0, null);
    }

    /** Listens for a status, from before what brings it about. */
    private static Promise<Status> status(Vertx vertx, Predicate<Status> wanted) {
        Promise<Status> found = Promise.promise();
        await(vertx.eventBus()
                .<JsonObject>consumer(Addresses.STATUS, message -> {
                    Status status = Status.of(message.body());
                    if (wanted.test(status)) {
                        found.tryComplete(status);
                    }
                })
                .completion());
        return found;
    }

    @Test
    void subscriberBringsATableThatIsNotThereYet(Vertx vertx) {
        Owner owner = Owner.of(vertx, store(Map.of(), 10));
        assertThat(owner.request(JsonArray.class, Addresses.TABLES, "")).isEqualTo(new JsonArray());

        PartitionState partitionState =
                owner.request(PartitionState.class, OpenPartition.ADDRESS, opening("trade", TRADES));
        assertThat(partitionState.isNew()).isTrue();
        owner.request(
                Addresses.append("trade"),
                new PartitionBatch("trade", "main", partitionState.partitionEpoch(), 0, trades(0, 3)));
        assertThat(owner.count()).isEqualTo(3);
    }

    @Test
    void tablesAreListedWithTheirSchemasAndOffsets(Vertx vertx) {
        Owner owner = Owner.of(vertx, Owner.config(Owner.trades(List.of("size"), null)));
        owner.request(OpenPartition.ADDRESS, opening("quote", TRADES));
        owner.request(Addresses.append("trade"), Batch.of("trade", trades(0, 3)));

        JsonArray tables = owner.request(JsonArray.class, Addresses.TABLES, new JsonObject());
        assertThat(tables.size()).isEqualTo(2);
        assertThat(tables.getJsonObject(0).encode())
                .isEqualTo(
                        "{\"columns\":{\"size\":\"long\",\"sym\":\"symbol\",\"price\":\"float\"},\"keys\":[\"size\"],"
                                + "\"table\":\"trade\",\"epoch\":1,\"count\":3,\"bytes\":928,\"evictedRows\":0,"
                                + "\"firstOffset\":0,\"nextOffset\":3,\"duplicates\":0,\"fencedRows\":0,"
                                + "\"generation\":0,\"gaps\":0,\"missingRows\":0,\"missingUnknown\":false,\"rebuilds\":0,\"discardedRows\":0}");
        assertThat(tables.getJsonObject(1).getString("table")).isEqualTo("quote");
        assertThat(tables.getJsonObject(1).getJsonArray("keys")).isEqualTo(new JsonArray());
    }

    @Test
    void configuredKeysStandInFrontAndRowsKeepTheirOwnOrder(Vertx vertx) {
        Schema schema = new Schema(
                List.of("time", "sym", "n", "venue"),
                List.of(QType.TIMESPAN, QType.SYMBOL, QType.LONG, QType.SYMBOL),
                0);
        Owner owner = Owner.of(vertx, store(Map.of("trade", keyed("venue", "sym")), 10));
        PartitionState partitionState =
                owner.request(PartitionState.class, OpenPartition.ADDRESS, opening("trade", schema));
        assertThat(partitionState.position()).isZero();
        Flip rows = new Flip(
                schema.columns(),
                List.of(
                        new LongVector(QType.TIMESPAN, 1, 2, 3),
                        SymbolVector.of("a", "b", "a"),
                        new LongVector(QType.LONG, 10, 20, 30),
                        SymbolVector.of("N", "N", "N")));
        owner.request(
                Addresses.append("trade"),
                new PartitionBatch("trade", "main", partitionState.partitionEpoch(), 0, rows));

        Rows found = owner.request(Rows.class, Addresses.query("trade"), new JsonObject().put("op", "first"));
        assertThat(found.rows())
                .isEqualTo(new Flip(
                        List.of("venue", "sym", "time", "n"),
                        List.of(
                                SymbolVector.of("N", "N"),
                                SymbolVector.of("a", "b"),
                                new LongVector(QType.TIMESPAN, 3, 2),
                                new LongVector(QType.LONG, 30, 20))));
    }

    @Test
    void schemaThatLacksAConfiguredKeyIsRefused(Vertx vertx) {
        Owner owner = Owner.of(vertx, store(Map.of("trade", keyed("venue")), 10));
        assertThat(owner.refusal(Failure.SCHEMA, OpenPartition.ADDRESS, opening("trade", TRADES)))
                .isEqualTo("table trade is configured with the key [venue], but comes as"
                        + " sym:symbol price:float size:long");
    }

    @Test
    void tablesPastTheLimitAreRefusedAndThoseThatAreHereStay(Vertx vertx) {
        Owner owner = Owner.of(vertx, store(Map.of(), 2));
        owner.request(OpenPartition.ADDRESS, opening("trade", TRADES));
        owner.request(OpenPartition.ADDRESS, opening("quote", TRADES));

        assertThat(owner.refusal(Failure.LIMIT, OpenPartition.ADDRESS, opening("depth", TRADES)))
                .isEqualTo("2 tables are the most; no room for depth");
        assertThat(owner.request(PartitionState.class, OpenPartition.ADDRESS, opening("quote", TRADES)))
                .isEqualTo(new PartitionState(
                        0,
                        0,
                        LogPosition.START,
                        new RowDigests().toVector(),
                        0,
                        false,
                        new PartitionEpoch(OwnerLogic.EPOCH, 2)));
    }

    private static Status status(
            String state, String reason, long applied, long rejected, @Nullable MemoryStatus memory) {
        return new Status(
                Status.TABLE,
                "tables",
                "local",
                OwnerLogic.EPOCH,
                state,
                reason,
                applied,
                applied,
                rejected,
                0,
                0,
                0,
                0,
                Shortfall.NONE,
                memory);
    }

    @Test
    void startAndStopArePublished(Vertx vertx) {
        Promise<Status> live = status(vertx, status -> status.state().equals("LIVE"));
        Promise<Status> stopped = status(vertx, status -> status.state().equals("STOPPED"));
        Owner owner = Owner.ofTrades(vertx);
        Status ready = await(live.future());
        MemoryStatus memory = Objects.requireNonNull(ready.memory());
        assertThat(memory.bytes()).isEqualTo(80); // room for four rows
        assertThat(memory.bytesMax()).isEqualTo(Runtime.getRuntime().maxMemory() / 2);
        assertThat(ready).isEqualTo(status("LIVE", "tables are ready", 0, 0, memory));

        owner.request(Addresses.append("trade"), Batch.of("trade", trades(0, 5)));
        owner.refusal(Failure.BAD_REQUEST, Addresses.append("trade"), "x");
        owner.undeploy();
        Status last = await(stopped.future());
        assertThat(last).isEqualTo(status("STOPPED", "undeployed", 5, 1, last.memory()));
    }

    @Test
    void statusGoesOnBeingPublished(Vertx vertx) {
        Promise<Status> applied = status(vertx, status -> status.applied() == 5);
        Owner owner = Owner.ofTrades(vertx);
        owner.request(Addresses.append("trade"), Batch.of("trade", trades(0, 5)));
        assertThat(await(applied.future()).state()).isEqualTo("LIVE");
    }

    @Test
    void gapIsNoRejectionSinceTheRowsAreSentAgain(Vertx vertx) {
        Promise<Status> stopped = status(vertx, status -> status.state().equals("STOPPED"));
        Owner owner = Owner.ofTrades(vertx);
        owner.refusal(
                Failure.GAP,
                Addresses.append("trade"),
                new PartitionBatch("trade", "main", PartitionEpoch.NONE, 7, trades(7, 8)));
        owner.undeploy();
        assertThat(await(stopped.future()).rejected()).isZero();
    }

    @Test
    void addressesAreGoneWhenTheOwnerIsUndeployed(Vertx vertx) {
        Owner owner = Owner.ofTrades(vertx);
        owner.undeploy();
        assertThatThrownBy(() -> owner.count())
                .isInstanceOfSatisfying(
                        ReplyException.class,
                        gone -> assertThat(gone.failureType()).isEqualTo(ReplyFailure.NO_HANDLERS));
    }

    @Test
    void secondVerticleStandsByAndTakesOverWithEmptyTables(Vertx vertx) {
        Owner first = Owner.ofTrades(vertx);
        Promise<Status> standby = status(vertx, status -> status.state().equals(Status.STANDBY));
        Owner second = Owner.ofTrades(vertx);
        assertThat(await(standby.future()).reason()).isEqualTo("another node owns the tables");
        assertThat(first.request(AppendReply.class, Addresses.append("trade"), Batch.of("trade", trades(0, 1))))
                .isEqualTo(appended(0, 1, 0));

        Promise<Status> owner = status(vertx, status -> status.epoch() == OwnerLogic.EPOCH + 1);
        first.undeploy();
        assertThat(await(owner.future()).state()).isEqualTo("LIVE");
        assertThat(second.count()).isZero();
        assertThat(second.request(AppendReply.class, Addresses.append("trade"), Batch.of("trade", trades(0, 2))))
                .isEqualTo(new AppendReply(0, 2, 0, 0, OwnerLogic.EPOCH + 1));
    }

    @Test
    void deployedByClassNameItReadsItsConfigurationAsJson(Vertx vertx) {
        JsonObject columns = new JsonObject().put("sym", "symbol").put("n", "long");
        JsonObject tables = new JsonObject()
                .put("t", new JsonObject().put("columns", columns).put("keys", new JsonArray().add("n")));
        await(vertx.deployVerticle(
                TableVerticle.class.getName(),
                new DeploymentOptions().setConfig(new JsonObject().put("tables", tables))));

        JsonObject schema = await(vertx.eventBus()
                        .<JsonObject>request(Addresses.query("t"), new JsonObject().put("op", "schema")))
                .body();
        assertThat(schema.encode()).isEqualTo("{\"columns\":{\"n\":\"long\",\"sym\":\"symbol\"},\"keys\":[\"n\"]}");
    }

    @Test
    void wrongConfigurationFailsTheDeployment(Vertx vertx) {
        JsonObject wrong = new JsonObject().put("store", new JsonObject().put("tablesMax", 0));
        assertThatThrownBy(() -> await(
                        vertx.deployVerticle(TableVerticle.class.getName(), new DeploymentOptions().setConfig(wrong))))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("store.tablesMax");
    }
}
