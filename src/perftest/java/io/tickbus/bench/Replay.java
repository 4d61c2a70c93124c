package io.tickbus.bench;

import io.tickbus.bench.ReplayPaths.Outcome;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures the rows per second from a tickerplant's log to columns and to a table. */
@Command(
        name = "bench replay",
        mixinStandardHelpOptions = true,
        description = {
            "Measures rows a second from a tickerplant's log, in the system's cache, to columns and to a table.",
            "",
            "Logs are written beforehand: trade (time sym price size) with 1, 10 or 1000 rows a message, and trade and"
                    + " quote taking turns. Paths: read, the file is read and thrown away; javakdb, c.deserialize of"
                    + " every message, each copied behind a header and its length told, since it finds neither in a log;"
                    + " values, our reader message by message; columns, our reader as a catching-up subscriber uses it;"
                    + " table, those columns appended to a table, every row checked there. They take turns, round by"
                    + " round; medians are printed.",
            ""
        })
public final class Replay extends Benchmark {
    private static final int WARM_UP_ROUNDS = 3;
    private static final List<ReplayLog> LOGS = List.of(
            new ReplayLog("trade x1", List.of("trade"), 1),
            new ReplayLog("trade x10", List.of("trade"), 10),
            new ReplayLog("trade x1000", List.of("trade"), 1000),
            new ReplayLog("trade, quote x1", List.of("trade", "quote"), 1));
    private static final String HEADER = String.format(
            "%-24s %-13s %14s %9s %12s %8s %8s", "log", "path", "rows/s", "MB/s", "CPU ns/row", "/read", "/javakdb");

    private static final Map<String, Way> PATHS = new LinkedHashMap<>();

    static {
        PATHS.put("read", ReplayPaths::read);
        PATHS.put("javakdb", ReplayPaths::javakdb);
        PATHS.put("values", ReplayPaths::values);
        PATHS.put("columns", ReplayPaths::columns);
        PATHS.put("table", ReplayPaths::table);
    }

    private interface Way {
        Outcome replay(ReplayLog log, ReplayLog.Written written) throws Exception;
    }

    private record Figures(String log, String path, double rowsPerSecond, double mbPerSecond, double cpuNsPerRow)
            implements PathComparison.Figures {
        JsonObject toJson() {
            return JsonObject.of(
                    "log", log,
                    "path", path,
                    "rowsPerSecond", rowsPerSecond,
                    "mbPerSecond", mbPerSecond,
                    "cpuNsPerRow", cpuNsPerRow);
        }
    }

    @Option(names = "--rows-per-message", description = "Only logs with so many: 1, 10, 1000.")
    private @Nullable Integer rowsPerMessage;

    @Option(names = "--path", description = "Only this path: read, javakdb, values, columns, table.")
    private @Nullable String path;

    @Option(names = "--mb", defaultValue = "256", description = "Megabytes of a log; default ${DEFAULT-VALUE}.")
    private int megabytes;

    @Option(
            names = "--rounds",
            defaultValue = "5",
            description = "Rounds that count, after " + WARM_UP_ROUNDS + " that do not; default ${DEFAULT-VALUE}.")
    private int rounds;

    @Option(names = "--dir", description = "Where the logs are written, and deleted again; default: the system's.")
    private @Nullable Path dir;

    /** Runs the benchmark and prints its figures. */
    public static void main(String... args) {
        System.exit(new CommandLine(new Replay()).execute(args));
    }

    @Override
    public Integer call() throws Exception {
        List<ReplayLog> logs = LOGS.stream()
                .filter(log -> rowsPerMessage == null || rowsPerMessage == log.rowsPerMessage())
                .toList();
        if (logs.isEmpty() || (path != null && !PATHS.containsKey(path)) || megabytes < 1 || rounds < 1) {
            throw wrongOptions("--rows-per-message is 1, 10 or 1000, --path one of " + PATHS.keySet()
                    + ", megabytes and rounds above 0");
        }
        out.printf("%s%n%s%n", machine(), HEADER);
        List<Figures> all = new ArrayList<>();
        Path folder = Files.createTempDirectory(dir == null ? Path.of(System.getProperty("java.io.tmpdir")) : dir, "bench");
        try {
            for (ReplayLog log : logs) {
                List<Figures> medians = measure(log, folder);
                print(medians);
                all.addAll(medians);
            }
        } finally {
            Files.delete(folder);
        }
        writeJson(new JsonArray(all.stream().map(Figures::toJson).toList()));
        return 0;
    }

    private List<Figures> measure(ReplayLog log, Path folder) throws Exception {
        ReplayLog.Written written = log.write(folder, megabytes * 1_000_000L);
        Map<String, Way> ways = new LinkedHashMap<>(PATHS);
        ways.keySet().removeIf(name -> path != null && !path.equals(name));
        try {
            return PathComparison.medians(
                    ways,
                    WARM_UP_ROUNDS,
                    rounds,
                    (name, way) -> round(log, written, name, way),
                    Figures::rowsPerSecond);
        } finally {
            Files.delete(written.file());
        }
    }

    private static Figures round(ReplayLog log, ReplayLog.Written written, String name, Way way) throws Exception {
        System.gc();
        long cpu = ProcessCpu.nanos();
        long start = System.nanoTime();
        Outcome outcome = way.replay(log, written);
        double elapsed = (System.nanoTime() - start) / 1e9;
        double cpuPerRow = (double) (ProcessCpu.nanos() - cpu) / written.rows();
        if (outcome.rows() != written.rows() || outcome.checksum().getAsLong() != written.checksum()) {
            throw new IllegalStateException(
                    name + ": " + outcome.rows() + " rows of " + written.rows() + ", or others than were written");
        }
        return new Figures(
                log.name(), name, written.rows() / elapsed, written.bytes() / elapsed / 1e6, cpuPerRow);
    }

    private void print(List<Figures> medians) {
        for (Figures one : medians) {
            StringBuilder line = new StringBuilder(String.format(
                    Locale.ROOT,
                    "%-24s %-13s %,14.0f %,9.0f %,12.1f",
                    one.log(),
                    one.path(),
                    one.rowsPerSecond(),
                    one.mbPerSecond(),
                    one.cpuNsPerRow()));
            if (Arrays.asList("columns", "table").contains(one.path())) {
                line.append(PathComparison.ratios(one, medians, List.of("read", "javakdb")));
            }
            out.println(line);
        }
    }
}
