package io.tickbus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The effect of {@code --log-format} and {@code --log-level} on the log of a running program. */
class LogOptionsIT {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path dir;

    @Test
    void jsonIsAnObjectALineAndLevelsAreThoseGiven() throws Exception {
        String address = Peer.closed();
        Path conf = Files.writeString(
                dir.resolve("pipeline.yaml"),
                "subscribers: [{name: main, port: " + address.replaceFirst(".*:", "") + "}]\n");
        try (Program run = Program.tickbus(
                dir,
                "run",
                "--conf",
                conf.toString(),
                "--log-format",
                "json",
                "--log-level",
                "WARN,io.tickbus.subscriber=DEBUG")) {
            run.awaitErr("\"state\":\"BACKING_OFF\"");
            assertThat(run.terminate().exitCode()).isEqualTo(143);

            assertThat(run.errLines()).isNotEmpty().allSatisfy(line -> {
                JsonObject event = new JsonObject(line);
                assertThat(event.getString("logger")).startsWith("io.tickbus.");
                assertThat(event.getString("message")).isNotBlank();
            });
            assertThat(run.errLines())
                    .as("refused again and again, told once")
                    .filteredOn(line -> line.contains("BACKING_OFF") && !line.contains("repeated"))
                    .singleElement()
                    .satisfies(line -> assertThat(new JsonObject(line).getMap())
                            .containsEntry("level", "WARN")
                            .containsEntry("subscriber", "main")
                            .containsEntry("reason", address + ": Connection refused"));
            assertThat(run.errLines())
                    .anyMatch(line -> new JsonObject(line).getString("level").equals("DEBUG"))
                    .noneMatch(line -> new JsonObject(line).getString("level").equals("INFO"));
        }
    }
}
