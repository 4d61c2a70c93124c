package io.tickbus.bench;

import io.tickbus.bench.micro.Append;
import io.tickbus.bench.micro.DecodeUpd;
import io.tickbus.bench.micro.DecodeVector;
import io.tickbus.bench.micro.EncodeUpd;
import io.tickbus.bench.micro.EncodeVector;
import io.tickbus.bench.micro.FullScan;
import io.tickbus.bench.micro.KeyedUpsert;
import io.tickbus.bench.micro.PackUpd;
import io.tickbus.bench.micro.TableSnapshot;
import io.tickbus.bench.micro.UnpackUpd;
import io.tickbus.bench.micro.UpsertUpd;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.format.ResultFormatFactory;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Measures time and allocation of single operations, in Tickbus and without it. */
@Command(
        name = "bench micro",
        mixinStandardHelpOptions = true,
        description = {
            "Measures single things with JMH, Tickbus beside what one would write without it: javakdb and the",
            "collections of Java. An operation is a message, or a row where the name of the benchmark says so."
        })
public final class Micro implements Callable<Integer> {
    private static final List<Class<?>> BENCHMARKS = List.of(
            DecodeVector.class,
            EncodeVector.class,
            DecodeUpd.class,
            EncodeUpd.class,
            PackUpd.class,
            UnpackUpd.class,
            KeyedUpsert.class,
            UpsertUpd.class,
            Append.class,
            TableSnapshot.class,
            FullScan.class);

    @Parameters(arity = "0..1", paramLabel = "REGEX", description = "Only benchmarks in whose names this is found.")
    private Pattern wanted = Pattern.compile("");

    @Option(names = "--forks", defaultValue = "1", description = "JVMs for each; default ${DEFAULT-VALUE}.")
    private int forks;

    @Option(names = "--millis", defaultValue = "200", description = "Of an iteration; default ${DEFAULT-VALUE}.")
    private int millis;

    @Option(names = "--json", description = "Also write the figures to this file, as JMH does.")
    private @Nullable Path json;

    private final PrintStream out = System.out;

    /** Runs the benchmark and prints its figures. */
    public static void main(String... args) {
        System.exit(new CommandLine(new Micro()).execute(args));
    }

    @Override
    public Integer call() throws RunnerException, IOException {
        List<RunResult> results = new ArrayList<>();
        out.printf("%d cores, Java %s%n", Runtime.getRuntime().availableProcessors(), Runtime.version());
        out.println(MicroReport.HEADER);
        for (Class<?> benchmark : BENCHMARKS) {
            if (wanted.matcher(benchmark.getSimpleName()).find()) {
                Collection<RunResult> found = new Runner(options(benchmark)).run();
                MicroReport.lines(found).forEach(out::println);
                results.addAll(found);
            }
        }
        if (json != null) {
            try (PrintStream file = new PrintStream(json.toFile(), StandardCharsets.UTF_8)) {
                ResultFormatFactory.getInstance(ResultFormatType.JSON, file).writeOut(results);
            }
        }
        return 0;
    }

    private Options options(Class<?> benchmark) {
        TimeValue time = TimeValue.milliseconds(millis);
        return new OptionsBuilder()
                .include(Pattern.quote(benchmark.getName()) + "\\.")
                .mode(Mode.AverageTime)
                .timeUnit(TimeUnit.NANOSECONDS)
                .forks(forks)
                .warmupIterations(5)
                .warmupTime(time)
                .measurementIterations(3)
                .measurementTime(time)
                .addProfiler(GCProfiler.class)
                .shouldFailOnError(true)
                .verbosity(VerboseMode.SILENT)
                .build();
    }
}
