package io.tickbus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickbus.junit5.FreePort;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The commands of the page on clusters, word for word, and {@code kill -9} of the owner: then the tables have what the
 * tickerplant's log has, row by row. Only the ports of conf/pipeline.yaml are others.
 */
class ClusterPageIT {
    private static final Path PAGE = Path.of("src", "site", "markdown", "cluster.md");
    private static final Path CONF = Path.of("conf", "pipeline.yaml");
    private static final String OWNS = "tables moved state=\"LIVE\"";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path dir;

    private Program start(List<String> words) throws IOException {
        return Program.tickbus(dir, words.toArray(String[]::new));
    }

    /** Runs a client of the cluster in this JVM, which is faster. */
    private List<String> asked(String... words) {
        List<String> all = new ArrayList<>(List.of(words));
        all.addAll(List.of("--cluster", "--conf", dir.resolve(CONF).toString()));
        return done(all.toArray(String[]::new));
    }

    private static List<String> done(String... words) {
        CommandLineRun run = CommandLineRun.of(words);
        assertThat(run.exitCode()).as(run.err()).isZero();
        return run.outLines();
    }

    @Test
    void noRowIsLostAndNoneComesTwiceWhenTheOwnerIsKilled() throws Exception {
        ShippedConfig.write(dir, "cluster: {port: " + FreePort.choose() + ", members: [127.0.0.1]}\n");
        List<List<String>> nodes = DocumentedCommands.of(PAGE, "");
        assertThat(nodes).hasSize(3).allMatch(words -> words.get(0).equals("run"));
        try (Program feed = start(nodes.get(0))) {
            feed.awaitErr("joined the cluster");
            try (Program owner = start(nodes.get(1))) {
                owner.awaitErr(OWNS);
                try (Program standby = start(nodes.get(2))) {
                    standby.awaitErr("tables moved state=\"STANDBY\"");
                    feed.awaitErr("subscriber moved .*state=\"LIVE\"");
                    assertThat(Stream.of(feed, owner, standby).flatMap(node -> node.errLines().stream()))
                            .noneMatch(line -> line.contains("a takeover will lose rows"));
                    clientCommandsDoWhatTheySay();

                    owner.signal("KILL");
                    standby.awaitErr(OWNS);
                    awaitRows(logged("trade").size() + 1); // so that some are pushed after the takeover
                    tablesAreWhatTheLogHas();
                    assertThat(feed.terminate().exitCode()).isEqualTo(143);
                    assertThat(standby.terminate().exitCode()).isEqualTo(143);
                }
            }
        }
    }

    private void clientCommandsDoWhatTheySay() throws Exception {
        Files.writeString(dir.resolve("bad.jsonl"), "{\"sym\":\"A\",\"n\":1}\n\n{\"sym\":\"B\",\"n\":\"x\"}\n");
        for (List<String> words : DocumentedCommands.of(PAGE, "$ ")) {
            try (Program program = start(words)) {
                assertThat(program.exitCode())
                        .as(words + "\n" + program)
                        .isEqualTo(words.contains("bad.jsonl") ? 1 : 0);
                assertThat(program.outLines().size() + program.errLines().size())
                        .isPositive();
            }
        }
        assertThat(asked("query", "note", "--json"))
                .containsExactly("{\"sym\":\"AAPL\",\"n\":2}", "{\"sym\":\"MSFT\",\"n\":3}");
    }

    private void awaitRows(long count) {
        while (Long.parseLong(asked("query", "trade", "--count").get(0)) < count) {
            Thread.onSpinWait(); // each command joins the cluster again
        }
    }

    /** The feed goes on: what the log has by now is what the table begins with. */
    private void tablesAreWhatTheLogHas() throws Exception {
        List<List<Object>> trades = logged("trade");
        String count = Integer.toString(trades.size());
        List<List<Object>> table = asked("tail", "trade", "--from", "beginning", "--rows", count, "--json").stream()
                .map(line -> cells(new JsonObject(line)))
                .toList();
        assertThat(table).hasSameSizeAs(trades).isEqualTo(trades);

        Set<Object> syms =
                logged("quote").stream().map(row -> row.get(1)).collect(Collectors.toSet()); // behind the time
        assertThat(asked("query", "quote", "--count")).containsExactly(Integer.toString(syms.size()));
        assertThat(asked("query", "note", "--count")).as("from the journal").containsExactly("2");
        JsonArray tables = new JsonObject(asked("status", "--json").get(0)).getJsonArray("tables");
        assertThat(tables)
                .hasSize(3)
                .allSatisfy(each ->
                        assertThat(((JsonObject) each).getLong("missingRows")).isZero());
    }

    /** The rows of all logs: after midnight there are two. */
    private List<List<Object>> logged(String table) throws Exception {
        List<List<Object>> rows = new ArrayList<>();
        try (Stream<Path> logs = Files.list(dir.resolve("data").resolve("tickerplant"))) {
            for (Path log : logs.sorted()
                    .filter(file -> !file.toString().endsWith(".lock"))
                    .toList()) {
                done("log", "cat", log.toString(), "--table", table, "--json").stream()
                        .map(line -> cells(new JsonObject(line).getJsonObject("row")))
                        .forEach(rows::add);
            }
        }
        return rows;
    }

    private static List<Object> cells(JsonObject row) {
        return new ArrayList<>(row.getMap().values());
    }
}
