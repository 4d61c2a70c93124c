package io.tickbus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickbus.cluster.Clusters;
import io.tickbus.config.ClusterConfig;
import io.tickbus.junit5.FreePort;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands that join a cluster, beside a node that has tables. */
class ClientCommandsIT {
    private static final int FROZEN_MS = 6000;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path dir;

    private String members = "";

    private Program command(String... arguments) throws Exception {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--members", members));
        return Program.tickbus(dir, all.toArray(String[]::new));
    }

    private Program node() throws Exception {
        int port = FreePort.choose();
        members = "127.0.0.1:" + port;
        Path conf = Files.writeString(dir.resolve("pipeline.yaml"), """
                tables: {note: {columns: {sym: symbol, n: long}}, pair: {columns: {a: long}}}
                cluster: {port: %d, members: ["%s"]}
                status: {everyMs: 100}
                """.formatted(port, members));
        Program node = Program.tickbus(dir, "run", "--conf", conf.toString(), "--cluster");
        node.awaitOut("^rows 0 ");
        return node;
    }

    private List<String> done(String... arguments) throws Exception {
        try (Program program = command(arguments)) {
            assertThat(program.exitCode()).as(program.toString()).isZero();
            assertThat(program.errLines()).isEmpty();
            return program.outLines();
        }
    }

    private String failed(int exitCode, String... arguments) throws Exception {
        try (Program program = command(arguments)) {
            assertThat(program.exitCode()).as(program.toString()).isEqualTo(exitCode);
            List<String> lines = program.errLines();
            assertThat(lines).hasSize(arguments[0].equals("run") ? lines.size() : 1);
            return lines.get(lines.size() - 1);
        }
    }

    @Test
    void rowsAreSentFollowedAndAskedFor() throws Exception {
        Path rows = Files.writeString(dir.resolve("rows.jsonl"), """
                {"sym": "b", "n": 2}

                {"sym": "c", "n": 3}
                """);
        Path bad = Files.writeString(dir.resolve("bad.jsonl"), "{\"sym\": \"d\", \"n\": 4}\n\n{\"n\": \"many\"}\n");
        try (Program node = node();
                Program tail = command("tail", "note", "--from", "beginning", "--rows", "3", "--json")) {
            assertThat(done("send", "note", "{\"sym\":\"a\",\"n\":1}")).containsExactly("1 row at offset 0");
            assertThat(done("send", "note", "--file", rows.toString())).containsExactly("2 rows at offset 1");
            assertThat(failed(1, "send", "note", "--file", bad.toString()))
                    .startsWith("tickbus: " + bad + ":3: column n: \"many\" is not a long")
                    .endsWith("; 0 rows of the file are in the table");
            assertThat(failed(1, "send", "nothing", "{}")).isEqualTo("tickbus: no table nothing; there are note, pair");

            assertThat(tail.exitCode()).isZero();
            assertThat(tail.outLines())
                    .containsExactly("{\"sym\":\"a\",\"n\":1}", "{\"sym\":\"b\",\"n\":2}", "{\"sym\":\"c\",\"n\":3}");
            assertThat(done("query", "note", "--last", "2")).containsExactly("sym n", "-----", "b   2", "c   3");
            assertThat(done("query", "note", "--where", "n=2", "--count")).containsExactly("1");

            JsonObject status = new JsonObject(done("status", "--json").get(0));
            assertThat(status.getJsonObject("owner").getString("node")).isEqualTo(members);
            assertThat(status.getJsonArray("nodes")).hasSize(2);
            assertThat(node.terminate().exitCode()).isEqualTo(143);
        }
    }

    @Test
    void tailEndsWhenTheLastNodeHasGone() throws Exception {
        try (Program node = node();
                Program tail = command("tail", "note", "--from", "beginning")) {
            done("send", "note", "{\"sym\":\"a\",\"n\":1}");
            tail.awaitOut("^a +1$");

            assertThat(node.terminate().exitCode()).isEqualTo(143);
            assertThat(tail.exitCode()).isEqualTo(1);
            assertThat(tail.errLines()).last().isEqualTo("tickbus: the last node of the cluster is gone");
        }
    }

    @Test
    void nodeThatWasFrozenJoinsAnewInTheSameJvm() throws Exception {
        try (Program node = node();
                Program other = Program.tickbus(
                        dir, "run", "--conf", dir.resolve("pipeline.yaml").toString(), "--cluster")) {
            other.awaitErr("joined the cluster");
            other.freeze();
            Thread.sleep(FROZEN_MS); // the freeze that the node must notice
            other.signal("CONT");

            other.awaitErr("leaves the cluster and joins it again reason=\"did not run for");
            other.awaitErr("ended in order");
            other.awaitErr("joined the cluster", 2);
            assertThat(done("status").get(0)).startsWith("nodes    2: ");
            assertThat(other.terminate().exitCode()).isEqualTo(143);
            assertThat(other.errLines()).last().asString().endsWith("every q thread ended");
            assertThat(node.terminate().exitCode()).isEqualTo(143);
        }
    }

    @Test
    void withoutAClusterTheySaySo() throws Exception {
        members = Peer.closed();
        assertThat(failed(11, "status"))
                .isEqualTo("tickbus: no cluster at " + members + " (cluster.members, --members)");
    }

    @Test
    void nodeOfAnotherVersionIsRefused() throws Exception {
        int port = FreePort.choose();
        members = "127.0.0.1:" + port;
        Vertx other = Clusters.join(ClusterConfig.of(Map.of("port", port, "members", List.of(members)), Map.of()), 99)
                .await(1, TimeUnit.MINUTES);
        Path conf = Files.writeString(dir.resolve("pipeline.yaml"), "tables: {pair: {columns: {a: long}}}\n");
        assertThat(failed(11, "run", "--conf", conf.toString(), "--cluster"))
                .startsWith("tickbus: the node at " + members + " speaks wire version 99 and this one ");
        other.close().await(1, TimeUnit.MINUTES);
    }
}
