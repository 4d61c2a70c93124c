package io.tickbus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickbus.config.PipelineConfig;
import io.tickbus.config.WebConfig;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

/** Holds the files of docker/, which name each other's hosts, ports and paths, to each other and to the program. */
class DockerTest {
    private static final Path DOCKER = Path.of("docker");

    private final JsonObject services = yaml("compose.yaml").getJsonObject("services");
    private final PipelineConfig pipeline = PipelineConfig.read(DOCKER.resolve("pipeline.yaml"), Map.of());
    private final WebConfig web = Objects.requireNonNull(pipeline.web());

    DockerTest() throws IOException {}

    @Test
    void pipelineIsGood() {
        CommandLineRun run = CommandLineRun.of("check", "--conf", "docker/pipeline.yaml");

        assertThat(run.err()).isEmpty();
        assertThat(run.exitCode()).isZero();
    }

    @Test
    void nodesAreTheMembersAndWhatPrometheusAsks() throws IOException {
        List<String> nodes = services.stream()
                .map(Map.Entry::getKey)
                .filter(name -> command(name).startsWith("run "))
                .toList();

        assertThat(nodes)
                .hasSize(2)
                .allSatisfy(node -> assertThat(command(node))
                        .isEqualTo("run --cluster --cluster-host " + node + " --conf /etc/tickbus/pipeline.yaml"));
        assertThat(pipeline.cluster().members()).containsExactlyElementsOf(nodes);
        JsonArray targets = yaml("prometheus.yml")
                .getJsonArray("scrape_configs")
                .getJsonObject(0)
                .getJsonArray("static_configs")
                .getJsonObject(0)
                .getJsonArray("targets");
        assertThat(strings(targets))
                .containsExactlyElementsOf(nodes.stream()
                        .map(node -> node + ":" + web.listener().port())
                        .toList());
    }

    @Test
    void subscribersReachTheTickerplantAndItsLog() {
        assertThat(pipeline.subscribers()).singleElement().satisfies(subscriber -> {
            assertThat(command(subscriber.connection().host()))
                    .contains("--port " + subscriber.connection().port())
                    .contains("--log-dir log");
            assertThat(subscriber.replay().logPath()).hasToString("/var/lib/tickerplant/log");
        });
        assertThat(strings(services.getJsonObject("tickerplant").getJsonArray("volumes")))
                .contains("tickerplant-log:/var/lib/tickbus");
        assertThat(strings(services.getJsonObject("node1").getJsonArray("volumes")))
                .contains("tickerplant-log:/var/lib/tickerplant:ro");
    }

    @Test
    void everyPortIsPublishedToThisMachineAlone() {
        assertThat(services.stream()
                        .map(service -> (JsonObject) service.getValue())
                        .flatMap(service -> strings(service.getJsonArray("ports", new JsonArray())).stream()))
                .isNotEmpty()
                .allMatch(port -> port.startsWith("127.0.0.1:"));
    }

    @Test
    void imageAsksForItsHealthWhereTheNodeListens() throws IOException {
        assertThat(Files.readString(DOCKER.resolve("Dockerfile")))
                .contains("/dev/tcp/127.0.0.1/" + web.listener().port() + " ", "GET /health/live ");
    }

    private String command(String service) {
        return String.join(" ", strings(services.getJsonObject(service).getJsonArray("command", new JsonArray())));
    }

    private static List<String> strings(JsonArray array) {
        return array.stream().map(String.class::cast).toList();
    }

    private static JsonObject yaml(String file) throws IOException {
        Map<String, Object> tree = new Yaml().load(Files.readString(DOCKER.resolve(file)));
        return new JsonObject(tree);
    }
}
