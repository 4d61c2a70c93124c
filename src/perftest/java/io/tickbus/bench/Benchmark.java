package io.tickbus.bench;

import io.vertx.core.json.JsonArray;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A benchmark as a command, with what all benchmarks have: standard output and the option {@code --json}. */
abstract class Benchmark implements Callable<Integer> {
    /** Standard output. */
    final PrintStream out = System.out;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Option(names = "--json", paramLabel = "<path>", description = "Also write the figures to this file.")
    private @Nullable Path jsonFile;

    /** Returns the processors and the Java of this process, for the first line of a report. */
    static String machine() {
        return Runtime.getRuntime().availableProcessors() + " cores, Java " + Runtime.version();
    }

    /** Returns the failure for options that make no sense, which prints the usage. */
    final ParameterException wrongOptions(String expected) {
        return new ParameterException(spec.commandLine(), expected);
    }

    /**
     * Writes the figures to the file of {@code --json}. Does nothing without this option.
     *
     * @throws IOException if the file cannot be written
     */
    final void writeJson(JsonArray figures) throws IOException {
        if (jsonFile != null) {
            Files.writeString(jsonFile, figures.encodePrettily());
        }
    }
}
