package io.tickbus.store;

import static io.tickbus.store.Owner.appended;
import static io.tickbus.store.Owner.trades;
import static org.assertj.core.api.Assertions.assertThat;

import io.tickbus.config.FlowConfig;
import io.tickbus.event.Addresses;
import io.tickbus.event.AppendReply;
import io.tickbus.event.Batch;
import io.tickbus.event.Failure;
import io.tickbus.event.Rows;
import io.tickbus.q.Atom;
import io.tickbus.q.Flip;
import io.tickbus.q.FloatVector;
import io.tickbus.q.GeneralList;
import io.tickbus.q.LongVector;
import io.tickbus.q.QDictionary;
import io.tickbus.q.QFunction;
import io.tickbus.q.QType;
import io.tickbus.q.Schema;
import io.tickbus.q.SymbolVector;
import io.tickbus.q.Value;
import io.tickbus.q.wire.Message;
import io.tickbus.q.wire.MessageKind;
import io.tickbus.replication.OpenPartition;
import io.tickbus.replication.PartitionState;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Rows without a position, in each of the forms that the append address takes. */
@ExtendWith(VertxExtension.class)
class AppendTest {
    private static final String APPEND = Addresses.append("trade");

    private Owner owner;
    private Vertx vertx;

    @BeforeEach
    void deploy(Vertx vertx) {
        this.vertx = vertx;
        owner = Owner.ofTrades(vertx);
    }

    private static JsonObject json(int size) {
        return new JsonObject()
                .put("sym", "s" + size % 3)
                .put("price", size / 4.0)
                .put("size", size);
    }

    private static Buffer buffer(Value value) {
        return Buffer.buffer(new Message(MessageKind.ASYNC, value).encode());
    }

    private static JsonObject reply(long offset, int rows) {
        return new JsonObject().put("offset", offset).put("rows", rows).put("epoch", OwnerLogic.EPOCH);
    }

    private Flip all() {
        return owner.request(
                        Rows.class,
                        Addresses.query("trade"),
                        new JsonObject().put("op", "first").put("rows", 100))
                .rows();
    }

    @Test
    void batchIsAnsweredWithItsFirstOffsetAndItsRows() {
        assertThat(owner.request(AppendReply.class, APPEND, Batch.of("trade", trades(0, 3))))
                .isEqualTo(appended(0, 3, 0));
        assertThat(owner.request(AppendReply.class, APPEND, Batch.of("trade", trades(3, 5))))
                .isEqualTo(appended(3, 2, 0));
        assertThat(all()).isEqualTo(trades(0, 5));
    }

    @Test
    void jsonObjectIsOneRow() {
        assertThat(owner.request(JsonObject.class, APPEND, json(0))).isEqualTo(reply(0, 1));
        assertThat(owner.request(JsonObject.class, APPEND, json(1))).isEqualTo(reply(1, 1));
        assertThat(all()).isEqualTo(trades(0, 2));
    }

    @Test
    void jsonArrayIsAsManyRows() {
        JsonArray rows = new JsonArray().add(json(0)).add(json(1)).add(json(2));
        assertThat(owner.request(JsonObject.class, APPEND, rows)).isEqualTo(reply(0, 3));
        assertThat(owner.request(JsonObject.class, APPEND, new JsonArray())).isEqualTo(reply(3, 0));
        assertThat(all()).isEqualTo(trades(0, 3));
    }

    @Test
    void bufferHoldsATableOrAKeyedTable() {
        assertThat(owner.request(JsonObject.class, APPEND, buffer(trades(0, 6))))
                .isEqualTo(reply(0, 6));
        Flip rows = trades(6, 8);
        QDictionary keyed = new QDictionary(
                new Flip(List.of("sym"), List.of(rows.column(0))),
                new Flip(List.of("price", "size"), rows.columns().subList(1, 3)));
        assertThat(owner.request(JsonObject.class, APPEND, buffer(keyed))).isEqualTo(reply(6, 2));
        assertThat(all()).isEqualTo(trades(0, 8));
    }

    @Test
    void columnsAreFoundByNameWhateverTheirOrder() {
        Flip rows = trades(0, 2);
        Flip turned =
                new Flip(List.of("size", "sym", "price"), List.of(rows.column(2), rows.column(0), rows.column(1)));
        owner.request(APPEND, Batch.of("trade", turned));
        assertThat(all()).isEqualTo(rows);
    }

    @Test
    void oneBadRowOfManyIsNamedAndNothingIsApplied() {
        JsonArray rows =
                new JsonArray().add(json(0)).add(json(1).put("size", 1.5)).add(json(2));
        assertThat(owner.refusal(Failure.BAD_ROWS, APPEND, rows))
                .isEqualTo("row 1, column size: 1.5 is not a long (-9223372036854775807 to 9223372036854775807)");
        assertThat(owner.refusal(Failure.BAD_ROWS, APPEND, json(0).put("price", "abc")))
                .isEqualTo("row 0, column price: \"abc\" is not a float");
        assertThat(owner.refusal(Failure.BAD_ROWS, APPEND, json(0).put("side", "B")))
                .isEqualTo("row 0: no column side; the table has sym:symbol price:float size:long");
        assertThat(owner.count()).isZero();
        assertThat(owner.request(JsonObject.class, APPEND, json(0))).isEqualTo(reply(0, 1));
    }

    @Test
    void tableThatDoesNotFitIsRefusedNamingTheColumn() {
        Flip rows = trades(0, 1);
        Flip wrongType =
                new Flip(Owner.COLUMNS, List.of(rows.column(0), new LongVector(QType.LONG, 1), rows.column(2)));
        assertThat(owner.refusal(Failure.BAD_ROWS, APPEND, buffer(wrongType)))
                .isEqualTo("column price is long, float expected");
        assertThat(owner.refusal(Failure.BAD_ROWS, APPEND, Batch.of("trade", wrongType)))
                .isEqualTo("column price is long, float expected");
        Flip narrow = new Flip(List.of("sym"), List.of(rows.column(0)));
        assertThat(owner.refusal(Failure.BAD_ROWS, APPEND, buffer(narrow)))
                .isEqualTo("column price:float is missing; column size:long is missing");
        assertThat(owner.count()).isZero();
    }

    @Test
    void functionThatNoCodecCanCarryIsRefused() {
        Flip lambdas = new Flip(List.of("note"), List.of(new GeneralList(new QFunction(100, 0))));
        owner.request(PartitionState.class, OpenPartition.ADDRESS, new OpenPartition("notes", "p", Schema.of(lambdas)));

        assertThat(owner.refusal(Failure.BAD_ROWS, Addresses.append("notes"), Batch.of("notes", lambdas)))
                .startsWith("a function is not kept");
    }

    @Test
    void batchForAnotherTableIsRefused() {
        assertThat(owner.refusal(Failure.BAD_REQUEST, APPEND, Batch.of("other", trades(0, 2))))
                .startsWith("a batch for table other came to table ");
        assertThat(owner.count()).isZero();
    }

    @Test
    void bufferWithoutATableIsRefused() {
        assertThat(owner.refusal(Failure.BAD_ROWS, APPEND, buffer(Atom.ofLong(1))))
                .isEqualTo("the Buffer holds no q table");
        assertThat(owner.refusal(Failure.BAD_ROWS, APPEND, Buffer.buffer("nonsense, nonsense")))
                .isNotEmpty();
        assertThat(owner.refusal(Failure.BAD_ROWS, APPEND, Buffer.buffer())).contains("0 bytes");
        QDictionary unequal = new QDictionary(
                new Flip(List.of("sym"), List.of(trades(0, 2).column(0))),
                new Flip(List.of("size"), List.of(trades(0, 3).column(2))));
        assertThat(owner.refusal(Failure.BAD_ROWS, APPEND, buffer(unequal)))
                .isEqualTo("the Buffer holds no keyed table: columns of 2 and 3 rows");
        assertThat(owner.count()).isZero();
    }

    @Test
    void anythingElseIsABadRequest() {
        assertThat(owner.refusal(Failure.BAD_REQUEST, APPEND, "sym,price"))
                .isEqualTo("rows are a JSON object, an array of them, a q table, or a Buffer with one; not String");
        assertThat(owner.refusal(Failure.BAD_REQUEST, APPEND, 5)).endsWith("not Integer");
    }

    @Test
    void moreRowsThanTheLimitAreRefused() {
        int rows = FlowConfig.BATCH_ROWS_MAX + 1;
        Flip many = new Flip(
                Owner.COLUMNS,
                List.of(
                        SymbolVector.ofIds(new int[rows]),
                        new FloatVector(QType.FLOAT, new double[rows]),
                        new LongVector(QType.LONG, new long[rows])));
        String quotes = Addresses.append("quote"); // in segments of the default size: four rows each would be many
        owner.request(OpenPartition.ADDRESS, new OpenPartition("quote", "main", Schema.of(many)));
        String reason = "1048577 rows at once; 1048576 are the most";
        assertThat(owner.refusal(Failure.LIMIT, quotes, Batch.of("quote", many)))
                .isEqualTo(reason);
        assertThat(owner.refusal(Failure.LIMIT, quotes, new JsonArray(Collections.nCopies(rows, 1))))
                .isEqualTo(reason);
        assertThat(owner.request(AppendReply.class, quotes, Batch.of("quote", many.slice(0, rows - 1)))
                        .rows())
                .isEqualTo(rows - 1);
    }

    @Test
    void whatIsRefusedIsPublishedWithItsReason() {
        Promise<JsonObject> rejected = Promise.promise();
        Owner.await(vertx.eventBus()
                .<JsonObject>consumer(Addresses.REJECTED, message -> rejected.tryComplete(message.body()))
                .completion());
        Flip narrow = new Flip(List.of("sym"), List.of(trades(0, 2).column(0)));
        String reason = owner.refusal(Failure.BAD_ROWS, APPEND, Batch.of("trade", narrow));

        assertThat(Owner.await(rejected.future()))
                .isEqualTo(new JsonObject()
                        .put("source", "table")
                        .put("topic", "trade")
                        .put("reason", reason)
                        .put("rows", 2L));
    }
}
