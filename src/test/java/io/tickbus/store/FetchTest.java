package io.tickbus.store;

import static io.tickbus.store.Owner.rows;
import static io.tickbus.store.Owner.trades;
import static org.assertj.core.api.Assertions.assertThat;

import io.tickbus.config.StoreConfig;
import io.tickbus.event.Addresses;
import io.tickbus.event.Batch;
import io.tickbus.event.Failure;
import io.tickbus.event.Rows;
import io.tickbus.q.IntVector;
import io.tickbus.q.QType;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Consumers that pull rows by offset, over the bus. */
@ExtendWith(VertxExtension.class)
class FetchTest {
    private static final String FETCH = Addresses.fetch("trade");

    private static JsonObject from(long offset) {
        return new JsonObject().put("offset", offset);
    }

    private static void append(Owner owner, int from, int to) {
        owner.request(Addresses.append("trade"), Batch.of("trade", trades(from, to)));
    }

    @Test
    void runsLeadThroughTheWholeTable(Vertx vertx) {
        Owner owner = Owner.ofTrades(vertx);
        append(owner, 0, 10);

        assertThat(owner.request(Rows.class, FETCH, new JsonObject())).isEqualTo(rows(0, 4, trades(0, 4)));
        assertThat(owner.request(Rows.class, FETCH, from(4))).isEqualTo(rows(4, 8, trades(4, 8)));
        assertThat(owner.request(Rows.class, FETCH, from(8))).isEqualTo(rows(8, 10, trades(8, 10)));
        assertThat(owner.request(Rows.class, FETCH, from(10))).isEqualTo(rows(10, 10, trades(10, 10)));
        assertThat(owner.request(Rows.class, FETCH, from(5).put("rowsMax", 2))).isEqualTo(rows(5, 7, trades(5, 7)));
    }

    @Test
    void jsonIsRepliedWhenTheHeaderAsksForIt(Vertx vertx) {
        Owner owner = Owner.ofTrades(vertx);
        append(owner, 0, 3);

        JsonArray rows = new JsonArray()
                .add(new JsonObject().put("sym", "s1").put("price", 0.25).put("size", 1L))
                .add(new JsonObject().put("sym", "s2").put("price", 0.5).put("size", 2L));
        assertThat(owner.requestJson(FETCH, from(1)))
                .isEqualTo(new JsonObject()
                        .put("offset", 1L)
                        .put("next", 3L)
                        .put("rows", rows)
                        .put("generation", 0L)
                        .put("epoch", OwnerLogic.EPOCH)
                        .put("dayEnds", 0L));
    }

    @Test
    void offsetThatLeftIsOutOfRangeNamingTheFirst(Vertx vertx) {
        Owner owner = Owner.of(vertx, Owner.config(Owner.trades(List.of(), 4L)));
        append(owner, 0, 10);

        assertThat(owner.refusal(Failure.OUT_OF_RANGE, FETCH, from(3)))
                .isEqualTo("offset 3 is not here; the first is 4, the next 10");
        assertThat(owner.refusal(Failure.OUT_OF_RANGE, FETCH, from(11)))
                .isEqualTo("offset 11 is not here; the first is 4, the next 10");
        assertThat(owner.request(Rows.class, FETCH, from(4)).rows()).isEqualTo(trades(4, 8));
    }

    @Test
    void waitingFetchIsAnsweredByTheRowsThatCome(Vertx vertx) {
        Owner owner = Owner.ofTrades(vertx);
        Future<Rows> waiting = owner.send(FETCH, from(0).put("waitMs", 20_000));
        append(owner, 0, 2);
        assertThat(Owner.await(waiting)).isEqualTo(rows(0, 2, trades(0, 2)));
    }

    @Test
    void waitWithoutRowsEnds(Vertx vertx) {
        Owner owner = Owner.ofTrades(vertx);
        assertThat(owner.request(Rows.class, FETCH, from(0).put("waitMs", 1))).isEqualTo(rows(0, 0, trades(0, 0)));
    }

    @Test
    void waitingFetchIsAnsweredWhenTheOwnerIsUndeployed(Vertx vertx) {
        Owner owner = Owner.ofTrades(vertx);
        Future<Rows> waiting = owner.send(FETCH, from(0).put("waitMs", 60_000));
        assertThat(owner.count()).isZero(); // answered behind the fetch, so that one has arrived
        owner.undeploy();
        assertThat(Owner.await(waiting)).isEqualTo(rows(0, 0, trades(0, 0)));
    }

    @Test
    void keyedTableGivesTheLastRowOfEachKeyAndSkipsTheOthers(Vertx vertx) {
        Owner owner = Owner.of(vertx, Owner.config(Owner.trades(List.of("sym"), null)));
        append(owner, 0, 4); // s0 s1 s2 s0
        Rows rows = owner.request(Rows.class, FETCH, from(0));
        assertThat(rows.next()).isEqualTo(4);
        assertThat(rows.rows()).isEqualTo(trades(1, 4));
        assertThat(owner.request(Rows.class, FETCH, from(0).put("rowsMax", 1))).isEqualTo(rows(0, 1, trades(0, 0)));
    }

    @Test
    void keysAreNumberedInTheOrderOfTheirFirstArrivalWhenAskedFor(Vertx vertx) {
        Owner owner = Owner.of(vertx, Owner.config(Owner.trades(List.of("sym"), null)));
        append(owner, 0, 4); // s0 s1 s2 s0
        JsonObject request = from(0).put("keyNumbers", true);
        assertThat(owner.request(Rows.class, FETCH, request).keyNumbers()).isEqualTo(new IntVector(QType.INT, 1, 2, 0));
        assertThat(owner.requestJson(FETCH, request).getJsonArray("keyNumbers"))
                .isEqualTo(new JsonArray().add(1).add(2).add(0));
        assertThat(owner.request(Rows.class, FETCH, request.copy().put("offset", 4)))
                .isEqualTo(rows(4, 4, trades(0, 0)));
        assertThat(owner.refusal(Failure.BAD_REQUEST, FETCH, from(0).put("keyNumbers", 1)))
                .isEqualTo("keyNumbers is 1; true or false expected");
    }

    @Test
    void requestIsHeldToItsFieldsAndLimits(Vertx vertx) {
        StoreConfig config = new StoreConfig(Map.of("trade", Owner.trades(List.of(), null)), 10, 50, 1000, 0, null);
        Owner owner = Owner.of(vertx, config);
        append(owner, 0, 2);

        assertThat(owner.refusal(Failure.BAD_REQUEST, FETCH, from(0).put("rowsMax", 51)))
                .isEqualTo("rowsMax is 51; a whole number from 1 to 50 expected");
        assertThat(owner.refusal(Failure.BAD_REQUEST, FETCH, from(0).put("rowsMax", 0)))
                .startsWith("rowsMax is 0;");
        assertThat(owner.refusal(Failure.BAD_REQUEST, FETCH, from(0).put("waitMs", 1001)))
                .isEqualTo("waitMs is 1001; a whole number from 0 to 1000 expected");
        assertThat(owner.refusal(Failure.BAD_REQUEST, FETCH, from(-1))).startsWith("offset is -1;");
        assertThat(owner.refusal(Failure.BAD_REQUEST, FETCH, new JsonObject().put("offset", 1.5)))
                .startsWith("offset is 1.5;");
        assertThat(owner.refusal(Failure.BAD_REQUEST, FETCH, from(0).put("ofset", 1)))
                .isEqualTo(
                        "unknown field ofset; known here are [dayEnds, dayEndsFrom, keyNumbers, offset, rowsMax, waitMs]");
        assertThat(owner.refusal(Failure.BAD_REQUEST, FETCH, "0")).isEqualTo("a request is a JSON object");
    }
}
