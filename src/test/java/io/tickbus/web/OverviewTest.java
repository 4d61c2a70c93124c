package io.tickbus.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickbus.event.Rejection;
import io.tickbus.event.Status;
import io.tickbus.q.FullSymbols;
import io.tickbus.q.SymbolUse;
import io.tickbus.q.Symbols;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class OverviewTest {
    private static final Instant AT = Instant.parse("2026-11-23T10:00:00Z");
    private static final String BACKING_OFF = "BACKING_OFF";

    private final PipelineParts parts = new PipelineParts();
    private final Overview overview = new Overview("n1", AT, parts);
    private long now;

    private void seconds(int passed) {
        now += TimeUnit.SECONDS.toNanos(passed);
    }

    private void say(String part, String name, String node, long epoch, String state, String reason, long applied) {
        Status status = new Status(part, name, node, epoch, state, reason, applied + 7, applied, 3, 12, 2, 5, 6);
        parts.apply(status, AT, now);
    }

    private void subscriber(String name, String node, String state, String reason, long applied) {
        say(Status.SUBSCRIBER, name, node, 1, state, reason, applied);
    }

    private JsonObject json(JsonObject... tables) {
        return overview.toJson(new JsonArray(List.of(tables)), null, now);
    }

    private List<JsonObject> subscribers() {
        return all(json(), "subscribers");
    }

    private static List<JsonObject> all(JsonObject json, String key) {
        return json.getJsonArray(key).stream().map(JsonObject.class::cast).toList();
    }

    private static List<String> texts(List<JsonObject> all, String key) {
        return all.stream().map(each -> String.valueOf(each.getValue(key))).toList();
    }

    private static JsonObject table(long count, long nextOffset) {
        return JsonObject.of(
                "table",
                "t",
                "count",
                count,
                "nextOffset",
                nextOffset,
                "missingRows",
                4L,
                "missingUnknown",
                true,
                "rebuilds",
                2L,
                "discardedRows",
                7L);
    }

    @Test
    void subscriberIsToldWithItsRateAndAnOldEpochIsNoOwner() {
        subscriber("s", "n1", Status.LIVE, "up", 1_000);
        say(Status.TABLE, "tables", "n2", 9, Status.LIVE, "", 1);
        say(Status.TABLE, "tables", "n1", 8, Status.LIVE, "", 1);
        seconds(1);
        subscriber("s", "n1", Status.LIVE, "up", 101_000);

        JsonObject expected = new JsonObject("""
                {"name": "s", "node": "n1", "state": "LIVE", "reason": "up", "silentSeconds": 0, "epoch": 1, "rows": 101000,
                 "rowsPerSecond": 100000, "lagRows": 7, "lagMs": 12, "inFlightRows": 5, "rejected": 3, "gaps": 2,
                 "lastError": null}""");
        assertThat(new JsonObject(subscribers().get(0).encode())).isEqualTo(expected);
        assertThat(json().getJsonObject("owner").encode()).isEqualTo("{\"node\":\"n2\",\"epoch\":9}");
        assertThat(json().getString("node")).isEqualTo("n1");
    }

    @Test
    void symbolsOfTheProcessAreToldWithTheirBounds() throws Exception {
        SymbolUse use = Symbols.use();
        JsonObject symbols = json().getJsonObject("symbols");
        assertThat(symbols.getInteger("count")).isGreaterThanOrEqualTo(use.count());
        assertThat(symbols.getInteger("countMax")).isEqualTo(use.bounds().countMax());
        assertThat(symbols.getLong("bytes")).isGreaterThanOrEqualTo(use.bytes());
        assertThat(symbols.getLong("bytesMax")).isEqualTo(use.bounds().bytesMax());
        assertThat(symbols.getBoolean("nearlyFull")).isFalse();
        FullSymbols.run(() -> {
            assertThat(json().getJsonObject("symbols").getBoolean("nearlyFull")).isTrue();
        });
    }

    @Test
    void wholeNumbersPast2To53AreTexts() {
        subscriber("s", "n1", Status.LIVE, "", (1L << 53) + 1);
        JsonObject json = json(table(1L << 53, Long.MAX_VALUE));
        assertThat(texts(all(json, "subscribers"), "rows")).containsExactly("9007199254740993");
        assertThat(json.encode())
                .contains("\"rows\":\"9007199254740993\"", "\"rows\":9007199254740992,", "\"9223372036854775807\"");
    }

    @Test
    void silentOneIsToldUntilItRunsElsewhere() {
        subscriber("s", "n1", Status.LIVE, "", 1);
        subscriber("s", "n2", Status.STANDBY, "", 0);
        assertThat(texts(subscribers(), "state")).containsExactly(Status.LIVE, Status.STANDBY);

        seconds(12);
        assertThat(texts(subscribers(), "node")).containsExactly("n1");
        assertThat(texts(subscribers(), "silentSeconds")).containsExactly("12");
        assertThat(texts(subscribers(), "rowsPerSecond")).containsExactly("null");
        assertThat(json().getValue("owner")).isNull();

        subscriber("s", "n2", Status.LIVE, "", 1);
        assertThat(texts(subscribers(), "node")).containsExactly("n2");

        seconds(100_000);
        parts.forgetOld(now);
        assertThat(subscribers()).isEmpty();
    }

    @Test
    void lastErrorOutlivesItsState() {
        subscriber("s", "n1", BACKING_OFF, "Connection refused", 0);
        subscriber("s", "n1", Status.LIVE, "up", 0);
        assertThat(lastError()).isEqualTo("Connection refused");

        overview.record(new Rejection("s", "t", "type", 0), AT);
        assertThat(lastError()).isEqualTo("rejected: type");
        overview.event(JsonObject.of("event", "endOfDay", "table", "t", "partition", "s", "reason", "over"), AT);
        assertThat(lastError()).isEqualTo("rejected: type");
        overview.event(JsonObject.of("event", "gap", "table", "t", "partition", "s", "reason", "no log"), AT);
        assertThat(lastError()).isEqualTo("gap in t: no log");
    }

    private @Nullable String lastError() {
        return subscribers().get(0).getJsonObject("lastError").getString("reason");
    }

    @Test
    void tablesHaveARateFromTheSecondLookOn() {
        assertThat(texts(all(json(table(10, 1_000)), "tables"), "rowsPerSecond"))
                .containsExactly("null");
        seconds(1);
        JsonObject table = all(json(table(10, 3_000)), "tables").get(0);
        assertThat(table.encode())
                .isEqualTo(
                        "{\"table\":\"t\",\"rows\":10,\"rowsPerSecond\":2000,\"nextOffset\":3000,\"evictedRows\":0,\"missingRows\":4,\"missingUnknown\":true,\"rebuilds\":2,\"discardedRows\":7}");
    }

    @Test
    void ownerThatDoesNotAnswerIsToldOf() {
        JsonObject json = overview.toJson(new JsonArray(), "no answer", now);
        assertThat(json.getString("tablesError")).isEqualTo("no answer");
        assertThat(json.getJsonArray("tables")).isEmpty();
    }

    @Test
    void eventsAreCountedAndToldTheLatestFirst() {
        JsonObject gap = JsonObject.of("event", "gap", "table", "t", "partition", "s", "rows", 3, "reason", "no log");
        overview.event(gap, AT);
        overview.event(JsonObject.of("event", "memoryHigh", "table", "", "rows", null), AT);
        overview.event(gap, AT.plusSeconds(1));

        assertThat(json().getJsonArray("events").encode())
                .isEqualTo(
                        "[{\"event\":\"gap\",\"table\":\"t\",\"partition\":\"s\",\"reason\":\"no log\",\"count\":2,"
                                + "\"rows\":6,\"last\":\"2026-11-23T10:00:01Z\"},{\"event\":\"memoryHigh\",\"table\":\"\","
                                + "\"partition\":\"\",\"reason\":\"\",\"count\":1,\"rows\":0,\"last\":\"2026-11-23T10:00:00Z\"}]");
    }

    @Test
    void rejectedIsCountedByReasonAndTheOldestReasonIsForgotten() {
        for (int i = 0; i <= OccurrenceCounts.KEYS_MAX; i++) {
            overview.record(new Rejection("s", "t", "reason " + i, 2), AT);
            overview.record(new Rejection("s", "t", "again", 2), AT.plusSeconds(i));
        }
        List<JsonObject> rejected = all(json(), "rejected");
        assertThat(rejected).hasSize(OccurrenceCounts.KEYS_MAX);
        JsonObject expected = JsonObject.of(
                "source",
                "s",
                "table",
                "t",
                "reason",
                "again",
                "count",
                101L,
                "rows",
                202L,
                "last",
                "2026-11-23T10:01:40Z");
        assertThat(rejected.get(0)).isEqualTo(expected);
        assertThat(texts(rejected, "reason")).contains("reason 100", "reason 2").doesNotContain("reason 0", "reason 1");
    }
}
