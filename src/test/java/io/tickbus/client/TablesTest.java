package io.tickbus.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tickbus.event.Failure;
import io.tickbus.event.Status;
import io.tickbus.q.QType;
import io.tickbus.q.Schema;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

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
        assertThatThrownBy(() -> Waiting.on(tables.count("none", ALL))).hasMessageContaining("No handlers");
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
