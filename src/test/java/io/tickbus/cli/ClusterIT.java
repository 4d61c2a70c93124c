package io.tickbus.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Subscribers in one JVM, tables in another, and a foreign Vert.x application in a third. */
class ClusterIT {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path dir;

    private static JsonObject note(String sym, long n) {
        return new JsonObject().put("sym", sym).put("n", n);
    }

    @Test
    void rowsCrossFromJvmToJvmAndOfOtherApplicationsToo() throws Exception {
        try (ClusterMember member = new ClusterMember()) {
            Path conf = Files.writeString(dir.resolve("pipeline.yaml"), """
                    tickerplant: {port: 0}
                    subscribers: [{name: main, tables: [trade, quote]}]
                    tables: {note: {columns: {sym: symbol, n: long}}}
                    gateway: {port: 0}
                    web: {port: 0}
                    status: {everyMs: 100}
                    """ + member.section());
            try (Program table = Program.tickbus(
                            dir, "run", "table", "gateway", "web", "--conf", conf.toString(), "--cluster");
                    Program feed = Program.tickbus(
                            dir, "run", "tickerplant", "subscriber", "--conf", conf.toString(), "--cluster")) {
                otherApplicationsRowsGetTheirOffsets(member);
                badRowFailsNamingColumnAndValue(member);
                table.awaitOut("^rows [1-9].* subscribers 1 of 1 live, rejected 1$");
                assertThat(member.fetch("trade", 0, 3)).hasSize(3);
                listensOnLoopbackOnly(table, 4); // Hazelcast, the event bus, gateway, web
                listensOnLoopbackOnly(feed, 3); // Hazelcast, the event bus, tickerplant

                assertThat(feed.terminate().exitCode()).isEqualTo(143);
                assertThat(feed.errLines()).last().asString().endsWith("every q thread ended");
                assertThat(table.terminate().exitCode()).isEqualTo(143);
                assertThat(table.errLines()).noneMatch(line -> line.startsWith("\tat "));
            }
        }
    }

    private static void listensOnLoopbackOnly(Program program, int ports) throws IOException {
        if (OS.current() == OS.LINUX) {
            assertThat(program.listening()).hasSize(ports).allMatch(InetAddress::isLoopbackAddress);
        }
    }

    private static void otherApplicationsRowsGetTheirOffsets(ClusterMember member) throws Exception {
        JsonArray rows = new JsonArray().add(note("a", 1)).add(note("b", 2));
        JsonObject first = member.append("note", rows);
        long epoch = first.getLong("epoch");
        assertThat(epoch).isPositive();
        assertThat(first)
                .isEqualTo(new JsonObject().put("offset", 0).put("rows", 2).put("epoch", epoch));
        assertThat(member.append("note", note("c", 3)))
                .isEqualTo(new JsonObject().put("offset", 2).put("rows", 1).put("epoch", epoch));

        assertThat(member.fetch("note", 1, 10))
                .isEqualTo(new JsonArray().add(note("b", 2)).add(note("c", 3)));
    }

    private static void badRowFailsNamingColumnAndValue(ClusterMember member) {
        assertThatThrownBy(() ->
                        member.append("note", new JsonObject().put("sym", "d").put("n", "many")))
                .hasMessageContaining("column n")
                .hasMessageContaining("many");
    }
}
