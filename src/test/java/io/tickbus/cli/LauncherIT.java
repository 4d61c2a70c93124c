package io.tickbus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The verticles by class name, deployed by Vert.x's own launcher with their configuration as JSON. */
class LauncherIT {
    private static final JsonArray BOTH = new JsonArray(List.of("trade", "quote"));

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path dir;

    private String file(String name, String text) throws IOException {
        return Files.writeString(dir.resolve(name), text).toString();
    }

    @Test
    void wholePipelineStartsFromOneFile() throws Exception {
        JsonObject conf = new JsonObject()
                .put("tickerplant", new JsonObject().put("port", 0))
                .put("subscribers", new JsonArray().add(new JsonObject(Map.of("name", "main", "tables", BOTH))));
        try (ClusterMember member = new ClusterMember();
                Program pipeline = Program.launcher(
                        dir,
                        file("cluster.xml", member.hazelcastXml()),
                        "io.tickbus.pipeline.PipelineVerticle",
                        "-conf",
                        file("pipeline.json", conf.encodePrettily()),
                        "-cluster",
                        "-cluster-host",
                        "127.0.0.1")) {
            assertThat(member.fetch("trade", 0, 3)).hasSize(3);

            assertThat(pipeline.terminate().exitCode()).isEqualTo(143);
        }
    }

    @Test
    void verticlesStartOneByOne() throws Exception {
        try (ClusterMember member = new ClusterMember();
                Program q = Program.tickbus(dir, "tickerplant", "--port", "0")) {
            int port = Integer.parseInt(q.awaitOut("tickerplant on .*:(\\d+);").group(1));
            String cluster = file("cluster.xml", member.hazelcastXml());
            String columns = "{\"time\":\"timespan\",\"sym\":\"symbol\",\"price\":\"float\",\"size\":\"long\"}";
            String tables = file("tables.json", "{\"tables\":{\"trade\":{\"columns\":" + columns + "}}}");
            JsonObject subscriber = new JsonObject(Map.of("name", "main", "port", port, "tables", BOTH));
            String main = file("subscriber.json", subscriber.encode());
            try (Program table = launched(cluster, "io.tickbus.store.TableVerticle", tables);
                    Program worker = launched(cluster, "io.tickbus.subscriber.SubscriberVerticle", main, "-worker")) {
                assertThat(member.fetch("trade", 0, 3)).hasSize(3);

                assertThat(worker.terminate().exitCode()).isEqualTo(143);
                assertThat(table.terminate().exitCode()).isEqualTo(143);
            }
        }
    }

    private Program launched(String cluster, String verticle, String conf, String... more) throws IOException {
        List<String> arguments =
                new ArrayList<>(List.of(verticle, "-conf", conf, "-cluster", "-cluster-host", "127.0.0.1"));
        arguments.addAll(List.of(more));
        return Program.launcher(dir, cluster, arguments.toArray(String[]::new));
    }
}
