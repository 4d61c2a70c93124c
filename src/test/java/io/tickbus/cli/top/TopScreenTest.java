package io.tickbus.cli.top;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tickbus.cli.console.ServerAddress;
import io.tickbus.cli.top.TopScreen.View;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.jline.utils.AttributedString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class TopScreenTest {
    private static final String FULL = """
            {"node": "n1", "since": "2026-11-23T09:00:00.123456Z", "owner": {"node": "n1", "epoch": 1795420800123},
             "subscribers": [
              {"name": "main", "node": "n1", "state": "LIVE", "reason": "up", "rows": "9007199254740993",
               "rowsPerSecond": 100000, "lagRows": 7, "lagMs": 12, "inFlightRows": 5, "rejected": 3, "gaps": 0,
               "lastError": {"at": "2026-11-23T09:59:00.5Z", "reason": "rejected: type"}},
              {"name": "main", "node": "n2", "state": "STANDBY", "reason": "", "rows": 0, "rowsPerSecond": 0, "lagRows": 0,
               "lagMs": 0, "inFlightRows": 0, "rejected": 0, "gaps": 0, "lastError": null},
              {"name": "other", "node": "n1", "state": "BACKING_OFF", "reason": "127.0.0.1:5010: Connection refused",
               "rows": 0, "rowsPerSecond": null, "lagRows": 0, "lagMs": 0, "rejected": 0, "gaps": 0, "lastError": null}],
             "tables": [
              {"table": "quote", "rows": 100, "rowsPerSecond": null, "missingRows": 0, "missingUnknown": false, "rebuilds": 0, "discardedRows": 0},
              {"table": "trade", "rows": 9999999, "rowsPerSecond": 50000, "missingRows": 5, "missingUnknown": true, "rebuilds": 2, "discardedRows": 12849}],
             "rejected": [{"source": "main", "table": "trade", "reason": "type\\u001b[2J of a\\ncolumn", "count": 3}]}""";
    private static final String EMPTY = """
            {"owner": null, "subscribers": [], "tables": [], "tablesError": "No handlers", "rejected": []}""";

    private static List<String> lines(String json, int columns, int rows, TopOrder order, String trouble) {
        TopOverview overview = TopOverview.of(new JsonObject(json));
        View view = new View(overview, "127.0.0.1:8080", "2026-11-23T10:00:00Z", order, trouble);
        return new TopScreen(columns, rows)
                .lines(view).stream().map(AttributedString::toString).toList();
    }

    @Test
    void statusListsByName() {
        StringWriter out = new StringWriter();
        TopCommand.print(
                new PrintWriter(out), new ServerAddress("127.0.0.1", 8080), TopOverview.of(new JsonObject(FULL)));

        assertThat(out.toString().lines())
                .filteredOn(line -> line.matches("(main|other|quote|trade) .*"))
                .extracting(line -> line.substring(0, line.indexOf(' ')))
                .containsExactly("main", "main", "other", "quote", "trade");
    }

    @Test
    void everythingIsThereWhereThereIsRoom() {
        assertThat(lines(FULL, TopScreen.NO_LIMIT, TopScreen.NO_LIMIT, TopOrder.LAG, ""))
                .containsExactly(
                        "127.0.0.1:8080  2026-11-23T10:00:00Z",
                        "owner n1, epoch 1795420800123",
                        "1 of 2 live  100,000 rows/s  lag 12 ms",
                        "",
                        "SUBSCRIBER  STATE         ROWS/S    LAG  BEHIND                   ROWS  REJECTED  GAPS  NODE  IN FLIGHT",
                        "other       BACKING_OFF            0 ms       0                      0         0     0  n1             ",
                        "  127.0.0.1:5010: Connection refused",
                        "main        LIVE         100,000  12 ms       7  9,007,199,254,740,993         3     0  n1            5",
                        "  2026-11-23T09:59:00Z rejected: type",
                        "main        STANDBY            0   0 ms       0                      0         0     0  n2            0",
                        "",
                        "TABLE  ROWS/S       ROWS  MISSING  DISCARDED  REBUILDS",
                        "trade  50,000  9,999,999       5+     12,849         2",
                        "quote                100        0          0         0",
                        "",
                        "REJECTED since 2026-11-23T09:00:00Z",
                        "3x main trade: type.[2J of a.column");
    }

    @Test
    void memoryIsShownUnderTheOwnerWhileItIsShort() {
        String owner = "\"epoch\": 1795420800123";
        String memory = ", \"memory\": {\"level\": \"%s\", \"reason\": \"tables take 9.0 MB of 10.0 MB\"}";
        assertThat(lines(
                        FULL.replace(owner, owner + memory.formatted("high")),
                        TopScreen.NO_LIMIT,
                        TopScreen.NO_LIMIT,
                        TopOrder.LAG,
                        ""))
                .containsSubsequence("owner n1, epoch 1795420800123", "tables take 9.0 MB of 10.0 MB");
        assertThat(lines(
                        FULL.replace(owner, owner + memory.formatted("normal")),
                        TopScreen.NO_LIMIT,
                        TopScreen.NO_LIMIT,
                        TopOrder.LAG,
                        ""))
                .doesNotContain("tables take 9.0 MB of 10.0 MB");
    }

    @Test
    void narrowScreenShowsWhatMattersMost() {
        assertThat(lines(FULL, 40, 20, TopOrder.NAME, "no answer for 12 s: 127.0.0.1:8080: Connection refused"))
                .containsExactly(
                        "127.0.0.1:8080  2026-11-23T10:00:00Z",
                        "no answer for 12 s: 127.0.0.1:8080: Co..",
                        "owner n1, epoch 1795420800123",
                        "1 of 2 live  100,000 rows/s  lag 12 ms",
                        "",
                        "SUBSCRIBER  STATE         ROWS/S    LAG",
                        "main        LIVE         100,000  12 ms",
                        "  2026-11-23T09:59:00Z rejected: type",
                        "main        STANDBY            0   0 ms",
                        "other       BACKING_OFF            0 ms",
                        "  127.0.0.1:5010: Connection refused",
                        "",
                        "TABLE  ROWS/S       ROWS  MISSING",
                        "quote                100        0",
                        "trade  50,000  9,999,999       5+",
                        "",
                        "REJECTED since 2026-11-23T09:00:00Z",
                        "3x main trade: type.[2J of a.column");
    }

    @Test
    void longNamesAreCutBeforeColumnsAreLeftOut() {
        String json = FULL.replace("\"other\"", "\"a-subscriber-with-a-name-that-is-much-too-long\"");
        assertThat(lines(json, 40, 20, TopOrder.RATE, "")).contains("a-subscri..  BACKING_OFF            0 ms");
        assertThat(lines(json.replace("n2", "東京"), 120, 20, TopOrder.RATE, ""))
                .allSatisfy(line ->
                        assertThat(new AttributedString(line).columnLength()).isLessThanOrEqualTo(120));
    }

    @ParameterizedTest
    @CsvSource({"80, 24", "40, 20", "40, 10", "20, 5", "1, 1", "200, 3", "13, 12"})
    void nothingIsLongerOrWiderThanTheScreen(int columns, int rows) {
        for (String json : List.of(FULL, EMPTY)) {
            List<String> lines = lines(json, columns, rows, TopOrder.LAG, "no answer for 12 s");
            assertThat(lines).hasSizeLessThanOrEqualTo(rows);
            assertThat(lines).allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(columns));
        }
    }

    @Test
    void sectionsThatAreCutSayHowMuchAndGiveNoLineAway() {
        JsonObject many = new JsonObject(FULL);
        JsonArray tables = many.getJsonArray("tables");
        for (int i = 0; i < 50; i++) {
            tables.add(JsonObject.of("table", "t" + i, "rows", i, "rowsPerSecond", 0));
        }
        List<String> lines = lines(many.encode(), 80, 24, TopOrder.RATE, "");
        assertThat(lines).hasSize(24).contains("3x main trade: type.[2J of a.column", "and 44 more lines");
        assertThat(lines.get(12)).startsWith("trade");
    }

    @Test
    void nothingAtAllIsSaid() {
        assertThat(lines(EMPTY, 40, 20, TopOrder.LAG, ""))
                .containsExactly(
                        "127.0.0.1:8080  2026-11-23T10:00:00Z",
                        "no node owns the tables",
                        "0 of 0 live  0 rows/s  lag 0 ms",
                        "",
                        "no subscribers",
                        "",
                        "tables: No handlers");
    }

    @Test
    void silentOneIsInTroubleWhateverItSaidLast() {
        String json = FULL.replace("\"name\": \"main\", \"node\": \"n1\"", "\"name\": \"main\", \"silentSeconds\": 12");
        assertThat(lines(json, 80, 24, TopOrder.LAG, ""))
                .contains("0 of 2 live  100,000 rows/s  lag 12 ms", "  no report for 12 s; last state LIVE");
    }

    @ParameterizedTest
    @EnumSource
    void everyOrderListsTheSame(TopOrder order) {
        assertThat(lines(FULL, 80, 24, order, ""))
                .containsExactlyInAnyOrderElementsOf(lines(FULL, 80, 24, TopOrder.NAME, ""));
    }

    @Test
    void otherJsonIsNoOverview() {
        for (String other :
                List.of("{}", "{\"subscribers\": 1}", FULL.replace("\"rowsPerSecond\": 100000", "\"rows\": \"x\""))) {
            assertThatThrownBy(() -> TopOverview.of(new JsonObject(other)))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }
}
