package io.tickbus.bench;

import io.vertx.core.json.JsonArray;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** A benchmark's option for its figures as JSON: a mixin. */
final class JsonFile {
    @Option(names = "--json", description = "Also write the figures to this file.")
    private @Nullable Path path;

    /**
     * Does nothing where the option was not given.
     *
     * @throws IOException if the file cannot be written
     */
    void write(JsonArray figures) throws IOException {
        if (path != null) {
            Files.writeString(path, figures.encodePrettily());
        }
    }
}
