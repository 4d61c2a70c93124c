package io.tickbus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** README's quick start, word for word; only the ports of conf/pipeline.yaml are others. */
class ReadmeIT {
    private static final Path README = Path.of("README.md");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path dir;

    @Test
    void everyCommandOfTheQuickStartWorks() throws Exception {
        List<List<String>> programs = DocumentedCommands.of(README, "");
        assertThat(programs).hasSize(2);
        ShippedConfig config = ShippedConfig.write(dir, "");

        assertThat(programs.get(0)).containsExactly("demo");
        CommandLineRun demo = CommandLineRun.of("demo");
        assertThat(demo.exitCode()).as(demo.err()).isZero();
        assertThat(demo.outLines().get(demo.outLines().size() - 1)).startsWith("20010 rows: ");

        List<List<String>> commands = DocumentedCommands.of(README, "$ ");
        assertThat(commands).extracting(words -> words.get(0)).containsExactly("query", "tail", "send", "q", "status");
        try (Program node = Program.tickbus(dir, programs.get(1).toArray(String[]::new))) {
            node.awaitErr("subscriber moved .*state=\"LIVE\"");
            for (List<String> words : commands) {
                CommandLineRun run = CommandLineRun.of(atItsPort(words, config));
                assertThat(run.exitCode()).as(words + run.err()).isZero();
                assertThat(run.err()).isEmpty();
                assertThat(run.outLines()).as(words.toString()).isNotEmpty();
            }
            assertThat(node.terminate().exitCode()).isEqualTo(143);
        }
    }

    private static String[] atItsPort(List<String> words, ShippedConfig config) {
        List<String> all = new ArrayList<>(words);
        switch (words.get(0)) {
            case "q" -> all.add(1, config.gateway());
            case "status" -> all.addAll(List.of("--web", config.web()));
            default -> all.addAll(List.of("--gateway", config.gateway()));
        }
        return all.toArray(String[]::new);
    }
}
