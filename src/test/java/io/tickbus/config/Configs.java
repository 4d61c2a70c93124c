package io.tickbus.config;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** Reads YAML text as a file named {@code pipeline.yaml}, and shows the lines of what is wrong without its directory. */
final class Configs {
    private Configs() {}

    static PipelineConfig read(Path dir, String yaml, Map<String, String> environment) {
        return PipelineConfig.read(write(dir, "pipeline.yaml", yaml), environment);
    }

    static PipelineConfig read(Path dir, String yaml) {
        return read(dir, yaml, Map.of());
    }

    static List<String> problems(Path dir, String yaml) {
        return problems(dir, yaml, Map.of());
    }

    static List<String> problems(Path dir, String yaml, Map<String, String> environment) {
        return problems(() -> read(dir, yaml, environment)).stream()
                .map(line -> line.replace(dir + "/", ""))
                .toList();
    }

    /** The lines of the message; none when nothing is thrown. */
    static List<String> problems(ThrowingCallable reading) {
        ConfigException e = catchThrowableOfType(ConfigException.class, reading);
        return e == null ? List.of() : String.valueOf(e.getMessage()).lines().toList();
    }

    static Path write(Path dir, String name, String text) {
        try {
            return Files.writeString(dir.resolve(name), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
