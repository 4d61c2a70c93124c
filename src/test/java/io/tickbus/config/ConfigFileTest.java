package io.tickbus.config;

import static io.tickbus.config.Configs.problems;
import static io.tickbus.config.Configs.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that are wrong before their keys are read. */
class ConfigFileTest {
    @TempDir
    Path dir = Path.of("");

    @Test
    void missingFileIsNamed() {
        assertThat(problems(() -> PipelineConfig.read(Path.of("no/such.yaml"), Map.of())))
                .containsExactly("no/such.yaml: no such file");
    }

    @Test
    void directoryIsNoFile() {
        assertThat(problems(() -> PipelineConfig.read(dir, Map.of())))
                .containsExactly(dir + ": is a directory, not a file");
    }

    @Test
    void fileThatIsNoTextIsRefused() throws IOException {
        Path file = Files.write(dir.resolve("x.yaml"), new byte[] {(byte) 0xff, (byte) 0xfe, 'a'});
        assertThat(problems(() -> PipelineConfig.read(file, Map.of()))).containsExactly(file + ": is not UTF-8 text");
    }

    @Test
    void fileBeyondTheLimitIsRefused() {
        Path file = write(dir, "x.yaml", "#".repeat(1024 * 1024 + 1));
        assertThat(problems(() -> PipelineConfig.read(file, Map.of())))
                .containsExactly(file + ": is longer than the 1048576 bytes that are read");
    }

    @Test
    void emptyFileIsAProblem() {
        for (String empty : new String[] {"", "\n\n", "# only a comment\n", "---\n", "null\n"}) {
            assertThat(problems(dir, empty)).as(empty).containsExactly("pipeline.yaml: is empty");
        }
    }

    @Test
    void fileThatHoldsNoMapIsAProblem() {
        assertThat(problems(dir, "- a\n- b\n")).containsExactly("pipeline.yaml: expected a map of keys, found a list");
    }

    @Test
    void syntaxErrorHasLineAndColumn() {
        assertThat(problems(dir, """
                        tickerplant:
                          port: 5010
                          feed: kind: none
                        """))
                .containsExactly("pipeline.yaml:3: not YAML: mapping values are not allowed here (column 13)");
    }

    @Test
    void tabIsASyntaxError() {
        assertThat(problems(dir, "tickerplant:\n\tport: 5010\n"))
                .singleElement()
                .asString()
                .startsWith("pipeline.yaml:2: not YAML: found character '\\t(TAB)'")
                .endsWith("(column 1)");
    }

    @Test
    void problemIsOneLineWhateverItsTextHolds() {
        assertThat(problems(dir, "tickerplant: {port: \"a\\nb\"}"))
                .containsExactly("pipeline.yaml:1: tickerplant.port: expected a whole number, found the text \"a b\"");
    }

    @Test
    void controlCharacterIsReportedWithItsLine() {
        assertThat(problems(dir, "tickerplant: {}\nname: \u0007\n"))
                .containsExactly("pipeline.yaml:2: not YAML: it may not hold the character U+0007");
    }

    @Test
    void secondDocumentIsRefused() {
        assertThat(problems(dir, """
                        tickerplant: {}
                        ---
                        tickerplant: {}
                        """)).singleElement().asString().startsWith("pipeline.yaml:2: not YAML: ");
    }

    @Test
    void aliasOfAMapIsRefusedBeforeItGrows() {
        assertThat(problems(dir, "tickerplant: &a\n  users: *a\n"))
                .singleElement()
                .asString()
                .startsWith("pipeline.yaml: not YAML: Number of aliases");
    }

    @Test
    void everyDuplicateKeyIsReportedWithBothLines() {
        assertThat(problems(dir, """
                        tickerplant:
                          port: 1
                          port: 2
                          port: 3
                        tickerplant: {}
                        """))
                .containsExactly(
                        "pipeline.yaml:3: tickerplant.port: duplicate key; it is on line 2 already",
                        "pipeline.yaml:4: tickerplant.port: duplicate key; it is on line 2 already",
                        "pipeline.yaml:5: tickerplant: duplicate key; it is on line 1 already");
    }

    @Test
    void keyThatIsNoTextIsRefused() {
        assertThat(problems(dir, """
                        tickerplant: {}
                        ? [a, b]
                        : c
                        """)).containsExactly("pipeline.yaml:2: a key must be text");
    }

    @Test
    void jsonIsRead() {
        PipelineConfig config = Configs.read(dir, "{\"tickerplant\": {\"port\": 0}, \"status\": {\"everyMs\": 500}}");
        assertThat(config.status()).isEqualTo(new StatusConfig(500));
    }

    @Test
    void exceptionHoldsEveryProblemInTheOrderOfTheFile() {
        assertThatThrownBy(() -> Configs.read(dir, """
                        status:
                          every: 1
                        cluster:
                          port: x
                        """))
                .isInstanceOfSatisfying(
                        ConfigException.class,
                        e -> assertThat(e.problems())
                                .extracting(Problem::line, Problem::path)
                                .containsExactly(tuple(2, "status.every"), tuple(4, "cluster.port")));
    }

    @Test
    void symbolsThatYamlTakesForBooleansStayText() {
        PipelineConfig config =
                Configs.read(dir, "subscribers: [{name: main, port: 1, syms: [NO, ON, 12:30, 2026-08-21, 010]}]");
        assertThat(config.subscribers().get(0).subscription())
                .isEqualTo(new SubscriptionConfig.Tables(List.of(), List.of("NO", "ON", "12:30", "2026-08-21", "010")));
    }
}
