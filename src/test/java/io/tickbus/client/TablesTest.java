package io.tickbus.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tickbus.event.Failure;
import io.tickbus.event.QueryResult;
import io.tickbus.event.Status;
import io.tickbus.q.QType;
import io.tickbus.q.Schema;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Questions about ten rows of three symbols. */
@ExtendWith(VertxExtension.class)
class TablesTest {
    private static final String TABLE = FakeOwner.TABLE;
    private static final JsonObject ALL = new JsonObject();
    private static final JsonObject S1 = new JsonObject().put("sym", "s1");

    private Tables tables;

    @BeforeEach
    void own(Vertx vertx) {
        RealOwner.of(vertx).append(0, 10);
        tables = new Tables(vertx);
    }

    @Test
    void listHasEveryTable() {
        List<JsonObject> list = Waiting.on(tables.list());
        assertThat(list).hasSize(1);
        assertThat(list.get(0).getString("table")).isEqualTo(TABLE);
        assertThat(list.get(0).getLong("nextOffset")).isEqualTo(10);
    }

    @Test
    void schemaIsTheTablesWithItsKey(Vertx vertx) {
        assertThat(Waiting.on(tables.schema(TABLE)))
                .isEqualTo(new Schema(List.of("sym", "n"), List.of(QType.SYMBOL, QType.LONG), 0));
    }

    @Test
    void rowsAreCountedAndFoundByValue() {
        assertThat(Waiting.on(tables.count(TABLE, ALL))).isEqualTo(10);
        assertThat(Waiting.on(tables.count(TABLE, S1))).isEqualTo(3);
        assertThat(Heard.numbers(Waiting.on(tables.first(TABLE, 2, S1)))).containsExactly(1L, 4L);
        assertThat(Heard.numbers(Waiting.on(tables.last(TABLE, 2, S1)))).containsExactly(4L, 7L);
        assertThat(Heard.numbers(Waiting.on(tables.last(TABLE, 2, ALL)))).containsExactly(8L, 9L);
        assertThat(Heard.numbers(Waiting.on(tables.first(TABLE, 2, ALL)))).containsExactly(0L, 1L);
    }

    @Test
    void failuresSayWhatWasAskedWrongly() {
        assertThatThrownBy(() -> Waiting.on(tables.count(TABLE, new JsonObject().put("smy", "s1"))))
                .satisfies(reason ->
                        assertThat(Failure.BAD_REQUEST.isCauseOf(reason)).isTrue())
                .hasMessage("where smy is s1: no such column; the table has sym:symbol n:long");
    }

    @Test
    void tableThatDoesNotExistIsNamedBesideThoseThatDo() {
        assertThatThrownBy(() -> Waiting.on(tables.count("trad", ALL)))
                .isInstanceOfSatisfying(
                        ReplyException.class,
                        reason -> assertThat(reason.failureType()).isEqualTo(ReplyFailure.NO_HANDLERS))
                .hasMessage("the owner has no table trad; it has trade");
        assertThatThrownBy(() -> Waiting.on(tables.select("select from trad")))
                .hasMessage("the owner has no table trad; it has trade");
    }

    @Test
    void withoutAnOwnerNoTableIsSaidToBeMissing() {
        Vertx other = Vertx.vertx();
        try {
            assertThatThrownBy(() -> Waiting.on(new Tables(other).count(TABLE, ALL)))
                    .hasMessage("no owner has table trade");
        } finally {
            Waiting.on(other.close());
        }
    }

    @Test
    void selectIsEvaluatedByTheOwnerOfItsTable() {
        QueryResult sums = Waiting.on(tables.select("select sum n by sym from trade where n in(1 2 3 4)"));
        assertThat(sums.toJson().getJsonArray("rows").encode())
                .isEqualTo("[{\"sym\":\"s0\",\"n\":3},{\"sym\":\"s1\",\"n\":5},{\"sym\":\"s2\",\"n\":2}]");
    }

    @Test
    void selectFailsWithTheOwnersReason() {
        assertThatThrownBy(() -> Waiting.on(tables.select("select prize from trade")))
                .satisfies(reason ->
                        assertThat(Failure.BAD_REQUEST.isCauseOf(reason)).isTrue())
                .hasMessageStartingWith("prize: column 8");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "select", "select from", "select a from 1", "select (a from trade)", "select \"from trade"})
    void selectWithoutATableIsRefused(String query) {
        assertThatThrownBy(() -> Waiting.on(tables.select(query)))
                .satisfies(reason ->
                        assertThat(Failure.BAD_REQUEST.isCauseOf(reason)).isTrue())
                .hasMessageStartingWith("parse: ");
    }

    @Test
    void lastStateOfEachPartIsListedOnce() {
        List<Status> statuses = Waiting.on(tables.statuses(2L * Status.PERIOD_MS));
        assertThat(statuses).extracting(Status::part).containsExactly(Status.TABLE);
        assertThat(statuses).extracting(Status::state).containsExactly("LIVE");
    }

    @Test
    void keyIsInTheSchema(Vertx vertx) {
        Vertx other = Vertx.vertx();
        try {
            new RealOwner(other, Map.of("keys", List.of("sym")));
            assertThat(Waiting.on(new Tables(other).schema(TABLE)).keys()).isOne();
        } finally {
            Waiting.on(other.close());
        }
    }
}
