package io.tickbus.config;

import static io.tickbus.config.Configs.problems;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each kind of wrong value, whatever the key. */
class ProblemsTest {
    @TempDir
    Path dir = Path.of("");

    @Test
    void unknownKeyIsReportedWithTheNearestKnownOne() {
        assertThat(problems(dir, """
                        subscribers:
                          - name: main
                            prot: 5010
                            port: 5010
                        """))
                .containsExactly("pipeline.yaml:3: subscribers[0].prot: unknown key; did you mean port?");
    }

    @Test
    void unknownKeyThatIsNearNothingListsWhatIsKnown() {
        assertThat(problems(dir, "tickerplant: {}\nzebra: 1\n"))
                .containsExactly(
                        "pipeline.yaml:2: zebra: unknown key;"
                                + " known here: users, tickerplant, tables, store, subscribers, gateway, web, cluster, symbols, status");
    }

    @Test
    void wrongTypesSayWhatWasFoundAndWhatIsExpected() {
        assertThat(problems(dir, """
                        subscribers:
                        - name: main
                          port: 5010
                          host: 17
                          tls: maybe
                          syms: IBM
                          batchRowsMax: 1.5
                          inFlightRowsMax: many
                          threading: [platform]
                          user: true
                        status: 5
                        """))
                .containsExactly(
                        "pipeline.yaml:4: subscribers[0].host: expected text, found the number 17; put it in quotes",
                        "pipeline.yaml:5: subscribers[0].tls: expected true or false, found the text \"maybe\"",
                        "pipeline.yaml:6: subscribers[0].syms: expected a list, found the text \"IBM\"",
                        "pipeline.yaml:7: subscribers[0].batchRowsMax: expected a whole number, found the number 1.5",
                        "pipeline.yaml:8: subscribers[0].inFlightRowsMax:"
                                + " expected a whole number, found the text \"many\"",
                        "pipeline.yaml:9: subscribers[0].threading: expected text, found a list",
                        "pipeline.yaml:10: subscribers[0].user: expected text, found true; put it in quotes",
                        "pipeline.yaml:11: status: expected a map of keys, found the number 5");
    }

    @Test
    void wrongItemOfAListIsReportedAtItsPlace() {
        assertThat(problems(dir, """
                        subscribers:
                        - name: main
                          port: 5010
                          syms:
                          - IBM
                          - 7203
                          - IBM
                        - main
                        """))
                .containsExactly(
                        "pipeline.yaml:6: subscribers[0].syms[1]:"
                                + " expected text, found the number 7203; put it in quotes",
                        "pipeline.yaml:7: subscribers[0].syms[2]: \"IBM\" is listed twice",
                        "pipeline.yaml:8: subscribers[1]: expected a map of keys, found the text \"main\"",
                        "pipeline.yaml:8: subscribers[1].name: required",
                        "pipeline.yaml:8: subscribers[1].port: required, as there is no tickerplant section");
    }

    @Test
    void numberOutOfRangeSaysTheRange() {
        assertThat(problems(dir, """
                        tickerplant:
                          port: 70000
                          batchMs: -1
                          feed: {rowsPerSecond: 0}
                          messageBytesMax: 99999999999999999999
                        """))
                .containsExactly(
                        "pipeline.yaml:2: tickerplant.port: 70000 is out of range: 0 to 65535",
                        "pipeline.yaml:3: tickerplant.batchMs: -1 is out of range: 0 to 60000",
                        "pipeline.yaml:4: tickerplant.feed.rowsPerSecond: 0 is out of range: 1 to 10000000",
                        "pipeline.yaml:5: tickerplant.messageBytesMax:"
                                + " 99999999999999999999 is out of range: 1024 to 2147483639");
    }

    @Test
    void missingRequiredKeysAreReportedOnTheLineOfTheirSection() {
        assertThat(problems(dir, "subscribers:\n  - tls: true\n"))
                .containsExactly(
                        "pipeline.yaml:2: subscribers[0].name: required",
                        "pipeline.yaml:2: subscribers[0].port: required, as there is no tickerplant section");
    }

    @Test
    void keyWithoutAValueIsAProblem() {
        assertThat(problems(dir, "tickerplant:\n"))
                .containsExactly("pipeline.yaml:1: tickerplant: has no value; give one or leave the key out");
    }

    @Test
    void emptyTextIsAProblem() {
        assertThat(problems(dir, "tickerplant: {host: \"\"}"))
                .containsExactly("pipeline.yaml:1: tickerplant.host: is empty; give a value or leave it out");
    }

    @Test
    void emptyPipelineIsAProblem() {
        assertThat(problems(dir, "status: {everyMs: 100}\nsubscribers: []\n"))
                .containsExactly("pipeline.yaml: nothing to run: give tickerplant, subscribers or tables");
    }

    @Test
    void treeHasProblemsWithoutFileAndLine() {
        assertThat(problems(() -> PipelineConfig.of(
                        Map.of("subscribers", List.of(Map.of("name", "main", "prot", 1L))), Map.of())))
                .containsExactly(
                        "subscribers[0].prot: unknown key; did you mean port?",
                        "subscribers[0].port: required, as there is no tickerplant section");
    }

    @Test
    void everyLoneSectionReportsItsProblems() {
        assertThat(problems(() -> SubscriberConfig.of(Map.of("port", 0), Map.of())))
                .containsExactly("name: required", "port: 0 is out of range: 1 to 65535");
        assertThat(problems(() -> TickerplantConfig.of(Map.of("ports", 0), Map.of())))
                .containsExactly("ports: unknown key; did you mean port?");
        assertThat(problems(() -> StoreConfig.of(Map.of("stores", Map.of(), "tables", 1))))
                .containsExactly(
                        "tables: expected a map of keys, found the number 1",
                        "stores: unknown key; did you mean store?");
    }

    @Test
    void nearestWordAllowsOneEditInThreeAndIgnoresCaseAndUnderscores() {
        List<String> known = List.of("port", "batchMs", "reconnectDelayMsMin", "reconnectDelayMsMax");
        assertThat(NearestWord.to("Port", known)).isEqualTo("port");
        assertThat(NearestWord.to("batch_ms", known)).isEqualTo("batchMs");
        assertThat(NearestWord.to("reconnectDelayMax", known)).isEqualTo("reconnectDelayMsMax");
        assertThat(NearestWord.to("sort", known)).isEqualTo("port");
        assertThat(NearestWord.to("host", known)).isNull();
        assertThat(NearestWord.distance("", "abc")).isEqualTo(3);
        assertThat(NearestWord.distance("prot", "port")).isEqualTo(1);
        assertThat(NearestWord.distance("kitten", "sitting")).isEqualTo(3);
    }
}
