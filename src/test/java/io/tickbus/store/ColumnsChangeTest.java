package io.tickbus.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.tickbus.config.ConfigException;
import io.tickbus.config.StoreConfig;
import io.tickbus.event.AppendReply;
import io.tickbus.event.Batch;
import io.tickbus.event.Failure;
import io.tickbus.event.Rows;
import io.tickbus.q.Atom;
import io.tickbus.q.Flip;
import io.tickbus.q.GeneralList;
import io.tickbus.q.QType;
import io.tickbus.q.Schema;
import io.tickbus.q.SymbolVector;
import io.tickbus.q.Value;
import io.tickbus.replication.ControlRecord;
import io.tickbus.replication.LogPosition;
import io.tickbus.replication.OpenPartition;
import io.tickbus.replication.PartitionBatch;
import io.tickbus.replication.PartitionEpoch;
import io.tickbus.replication.PartitionState;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Partitions whose columns differ from the table's. They are refused, or the table begins a new generation. */
class ColumnsChangeTest {
    private static final Schema OLD = Schema.of(Owner.trades(0, 0));
    private static final Schema NEW = new Schema(List.of("sym"), List.of(QType.SYMBOL), 0);

    @TempDir
    Path dir = Path.of("");

    private final OwnerLogic owner = owner(Map.of("onSchemaChange", "newGeneration"));

    private static OwnerLogic owner(Map<String, ?> table) {
        return new OwnerLogic(StoreConfig.of(Map.of("tables", Map.of("trade", table))));
    }

    @Test
    void refusedPartitionIsAGapOfUnknownSizeUntilItFits() {
        OwnerLogic refusing = owner(Map.of());
        open(refusing, "a", OLD);
        assertThat(refusal(refusing, "b", NEW)).contains("column price:float is missing", "onSchemaChange is refuse");
        assertThat(refusal(refusing, "b", NEW)).isNotEmpty();

        JsonObject table = refusing.describe("trade");
        assertThat(table.getLong("gaps")).isEqualTo(1);
        assertThat(table.getBoolean("missingUnknown")).isTrue();
        assertThat(table.getString("incompleteSince"))
                .isEqualTo(refusing.host().now().toString());
        assertThat(events(refusing, "refused")).hasSize(1);
        assertThat(refusing.topic("trade").counts().missingUnknown()).isTrue();

        open(refusing, "b", OLD);
        assertThat(refusing.describe("trade").getLong("gaps")).isZero();
        assertThat(refusing.describe("trade").getBoolean("missingUnknown")).isFalse();
        assertThat(refusing.describe("trade").containsKey("incompleteSince")).isFalse();
    }

    @Test
    void newGenerationHasTheNewColumnsAndNoRows() {
        append("a", OLD, Owner.trades(0, 5));
        Future<Rows> waiting =
                owner.fetch("trade", new JsonObject().put("offset", 5).put("waitMs", 1000));

        PartitionState here = open(owner, "a", NEW);
        assertThat(here.isNew()).isTrue();
        JsonObject event = events(owner, "columnsChanged").get(0);
        assertThat(event.getLong("rows")).isEqualTo(5);
        assertThat(event.getString("reason")).isEqualTo("column price:float is missing; column size:long is missing");
        Flip row = syms("x");
        owner.append(new PartitionBatch("trade", "a", here.partitionEpoch(), 0, row));
        assertThat(owner.rows("trade")).isEqualTo(row);
        assertThat(waiting.result()).isEqualTo(new Rows(5, 6, row, 1, OwnerLogic.EPOCH));
        assertThat(owner.describe("trade").getLong("generation")).isEqualTo(1);
        assertThat(owner.describe("trade").getJsonObject("columns").fieldNames())
                .containsExactly("sym");
    }

    @Test
    void generationBeginsWhenAllPartitionsBringTheNewColumns() {
        append("a", OLD, Owner.trades(0, 1));
        append("b", OLD, Owner.trades(1, 2));

        assertThat(refusal(owner, "a", NEW)).endsWith("rows with the table's columns come from b");
        assertThat(owner.rows("trade").size()).isEqualTo(2);
        append("b", NEW, syms("x"));
        assertThat(owner.rows("trade")).isEqualTo(syms("x"));
        assertThat(refusal(owner, "a", OLD)).endsWith("rows with the table's columns come from b");
    }

    @Test
    void rowsOfATableThatIsArchivedAreWrittenBeforeTheyLeave() throws Exception {
        OwnerLogic archiving = new OwnerLogic(StoreConfig.of(Map.of(
                "tables",
                Map.of("trade", Map.of("onSchemaChange", "newGeneration", "endOfDay", "archive")),
                "store",
                Map.of("archiveDir", dir.toString()))));
        PartitionState here = open(archiving, "a", OLD);
        archiving.append(new PartitionBatch("trade", "a", here.partitionEpoch(), 0, Owner.trades(0, 5)));
        open(archiving, "a", NEW);

        assertThat(Files.exists(dir.resolve("trade2026.11.23"))).isTrue();
        assertThat(events(archiving, "archived").get(0).getLong("rows")).isEqualTo(5);
    }

    @Test
    void listWhoseItemsAreOfTheTablesTypeIsTheColumn() {
        Schema list = new Schema(List.of("sym"), List.of(QType.LIST), 0);
        append("a", NEW, syms("x"));
        PartitionState here = open(owner, "b", list);
        owner.append(new PartitionBatch("trade", "b", here.partitionEpoch(), 0, list(Atom.symbol("y"))));
        Throwable refused = catchThrowable(() -> owner.append(
                new PartitionBatch("trade", "b", here.partitionEpoch(), 1, list(Atom.symbol("z"), Atom.ofLong(1)))));

        assertThat(refused).hasMessage("column sym is list, symbol expected");
        assertThat(owner.rows("trade")).isEqualTo(syms("x", "y"));
        assertThat(events(owner, "columnsChanged")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"columns", "journal"})
    void newGenerationDoesNotGoWith(String other) {
        Object value = other.equals("columns") ? Map.of("n", "long") : dir.toString();
        Map<String, ?> table = Map.of("onSchemaChange", "newGeneration", other, value);

        assertThat(catchThrowable(() -> owner(table)))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("newGeneration not with " + other);
    }

    private void append(String partition, Schema schema, Flip rows) {
        PartitionEpoch partitionEpoch = open(owner, partition, schema).partitionEpoch();
        owner.append(new PartitionBatch("trade", partition, partitionEpoch, 0, rows));
    }

    private static PartitionState open(OwnerLogic owner, String partition, Schema schema) {
        return owner.open(new OpenPartition("trade", partition, schema));
    }

    private static String refusal(OwnerLogic owner, String partition, Schema schema) {
        Throwable refused = catchThrowable(() -> open(owner, partition, schema));
        assertThat(Failure.SCHEMA.isCauseOf(refused))
                .as(String.valueOf(refused))
                .isTrue();
        return String.valueOf(refused.getMessage());
    }

    private static List<JsonObject> events(OwnerLogic owner, String event) {
        return owner.events().stream()
                .filter(each -> each.getString("event").equals(event))
                .toList();
    }

    private static Flip syms(String... syms) {
        return new Flip(List.of("sym"), List.of(SymbolVector.of(syms)));
    }

    private static Flip list(Value... items) {
        return new Flip(List.of("sym"), List.of(new GeneralList(items)));
    }

    @Test
    void copyOfTheOldColumnsThatIsUnderWayIsNoGeneration() {
        PartitionState here = open(owner, "a", OLD);
        owner.append(new PartitionBatch("trade", "a", here.partitionEpoch(), 0, Owner.trades(0, 5)));
        owner.host().holdWork();
        ControlRecord rebuild = ControlRecord.rebuild(new LogPosition("sym", 0), "a test");
        owner.append(new PartitionBatch("trade", "a", here.partitionEpoch(), 5, Owner.trades(0, 0), rebuild));
        Future<AppendReply> ofClient = owner.send(Batch.of("trade", Owner.trades(0, 1)));
        here = open(owner, "a", NEW);
        Future<AppendReply> reply = owner.send(new PartitionBatch("trade", "a", here.partitionEpoch(), 0, syms("x")));
        owner.host().runWork();
        assertThat(reply.succeeded()).isTrue();
        assertThat(owner.rows("trade")).isEqualTo(syms("x"));
        assertThat(ofClient.failed()).as("of the old columns").isTrue();
    }
}
