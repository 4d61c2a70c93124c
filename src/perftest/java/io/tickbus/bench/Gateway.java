package io.tickbus.bench;

import io.tickbus.query.Select;
import io.tickbus.table.Snapshot;
import io.tickbus.table.Table;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures a select over many rows, and compares it with DuckDB on equal rows. */
@Command(
        name = "bench gateway",
        mixinStandardHelpOptions = true,
        description = {
            "Measures `select sum size, size wavg price by sym from trade` beside DuckDB in this process, on the same random"
                    + " rows, one thread each.",
            "",
            "Paths: tickbus, the text parsed and evaluated over a table's snapshot; duckdb, the same question in SQL, its"
                    + " answer read, over a table whose symbols are VARCHAR; duckdb enum, over one whose symbols are an"
                    + " ENUM. Before anything is timed, the answers are compared. They take turns, round by round;"
                    + " medians are printed; thread ms is the processor time of the thread that asks, CPU ms that of all.",
            "",
            "--path gateway: the same question over a socket to a gateway, and how long appends to the table take to be"
                    + " acknowledged, alone and while a client reads the whole table.",
            ""
        })
public final class Gateway extends Benchmark {
    private static final String OWN_PATH = "tickbus";
    private static final int WARM_UP_ROUNDS = 10;
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final int SEGMENT_ROWS = 1 << 18; // the default of a table
    private static final String HEADER = String.format(
            "%-20s %-12s %9s %8s %10s %9s %11s %11s",
            "question (symbols)", "path", "ms", "ns/row", "thread ms", "CPU ms", "/duckdb", "/enum");

    private interface Way {
        void run() throws Exception;
    }

    /**
     * The times of one query.
     *
     * @param ms the elapsed time, in ms
     * @param threadMs the processor time of the calling thread, in ms
     * @param cpuMs the processor time of all threads, including garbage collector and compiler, in ms
     */
    private record Round(double ms, double threadMs, double cpuMs) {}

    private record Figures(GatewayQuestion question, int rows, String path, Round median) {
        JsonObject toJson() {
            return JsonObject.of(
                    "question", question.name(),
                    "syms", question.syms(),
                    "rows", rows,
                    "path", path,
                    "ms", median.ms(),
                    "threadMs", median.threadMs(),
                    "cpuMs", median.cpuMs());
        }
    }

    @Option(names = "--rows", defaultValue = "10000000", description = "Rows of the table; default ${DEFAULT-VALUE}.")
    private int rows;

    @Option(
            names = "--rounds",
            defaultValue = "11",
            description = "Rounds that count, after " + WARM_UP_ROUNDS + " that do not; default ${DEFAULT-VALUE}.")
    private int rounds;

    @Option(names = "--path", description = "gateway: over a socket; otherwise beside DuckDB.")
    private @Nullable String path;

    private final Map<Integer, Table> tables = new HashMap<>();

    /** Runs the benchmark and prints its figures. */
    public static void main(String... args) {
        System.exit(new CommandLine(new Gateway()).execute(args));
    }

    @Override
    public Integer call() throws Exception {
        if (rows < 1 || rounds < 1 || (path != null && !path.equals("gateway"))) {
            throw wrongOptions("rows and rounds are above 0, and --path is gateway or not given");
        }
        out.printf("%s, %,d rows%n", machine(), rows);
        JsonArray figures = path == null ? besideDuckDb() : new GatewaySocket(out, rows, rounds).measure();
        writeJson(figures);
        return 0;
    }

    private JsonArray besideDuckDb() throws Exception {
        out.println(HEADER);
        JsonArray all = new JsonArray();
        try (GatewayDuckDb duckDb = new GatewayDuckDb()) {
            for (GatewayQuestion question : GatewayQuestion.all()) {
                Table table = tables.get(question.syms());
                if (table == null) {
                    duckDb.load(rows, question.syms());
                    table = table(question.syms());
                    tables.put(question.syms(), table);
                }
                List<Figures> medians = measure(question, table.snapshot(), duckDb);
                print(medians);
                medians.forEach(one -> all.add(one.toJson()));
            }
        }
        return all;
    }

    private Table table(int syms) {
        Table table = new Table(GatewayTrades.SCHEMA, SEGMENT_ROWS, Long.MAX_VALUE);
        GatewayTrades.generate(rows, syms, table::append);
        return table;
    }

    private List<Figures> measure(GatewayQuestion question, Snapshot snapshot, GatewayDuckDb duckDb)
            throws Exception {
        String texts = String.format(question.sql(), GatewayDuckDb.table(question.syms(), false));
        String enumerated = String.format(question.sql(), GatewayDuckDb.table(question.syms(), true));
        GatewayGroups answer =
                GatewayGroups.of(Select.parse(question.q()).evaluate(snapshot));
        answer.requireSame(duckDb.ask(texts), question.toString());
        answer.requireSame(duckDb.ask(enumerated), question.toString());

        Map<String, Way> ways = new LinkedHashMap<>();
        ways.put(OWN_PATH, () -> Select.parse(question.q()).evaluate(snapshot));
        ways.put("duckdb", () -> duckDb.ask(texts));
        ways.put("duckdb enum", () -> duckDb.ask(enumerated));
        System.gc();
        return PathComparison.medians(
                ways,
                WARM_UP_ROUNDS,
                rounds,
                (name, way) -> new Figures(question, rows, name, round(way)),
                figures -> figures.median().ms());
    }

    private static Round round(Way way) throws Exception {
        long cpu = ProcessCpu.nanos();
        long threadCpu = THREADS.getCurrentThreadCpuTime();
        long start = System.nanoTime();
        way.run();
        double ms = (System.nanoTime() - start) / 1e6;
        double threadMs = (THREADS.getCurrentThreadCpuTime() - threadCpu) / 1e6;
        return new Round(ms, threadMs, (ProcessCpu.nanos() - cpu) / 1e6);
    }

    private void print(List<Figures> medians) {
        double own = medians.get(0).median().ms();
        for (Figures one : medians) {
            StringBuilder line = new StringBuilder(String.format(
                    Locale.ROOT,
                    "%-20s %-12s %,9.1f %8.2f %,10.1f %,9.1f",
                    one.question(),
                    one.path(),
                    one.median().ms(),
                    one.median().ms() * 1e6 / rows,
                    one.median().threadMs(),
                    one.median().cpuMs()));
            if (one.path().equals(OWN_PATH)) {
                medians.stream()
                        .skip(1)
                        .forEach(other -> line.append(String.format(
                                Locale.ROOT, " %10.2fx", other.median().ms() / own)));
            }
            out.println(line);
        }
    }
}
