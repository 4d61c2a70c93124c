package io.tickbus.cli;

import io.tickbus.cli.console.CommandFailure;
import io.tickbus.cli.console.ExitCode;
import io.tickbus.cli.console.UsageError;
import io.tickbus.cli.console.VersionCommand;
import io.tickbus.cluster.ProgramVertx;
import io.tickbus.config.ConfigException;
import io.tickbus.config.TickerplantConfig;
import io.tickbus.tickerplant.TickerplantVerticle;
import io.vertx.core.Vertx;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * The command {@code tickbus tickerplant}. It runs only the embedded tickerplant, for trials and for tests of other
 * programs.
 */
@Command(
        name = "tickerplant",
        description = {
            "Runs the embedded, kdb+tick-compatible tickerplant alone, until Ctrl-C or SIGTERM. It publishes random rows of the "
                    + "tables trade and quote, or the rows of a CSV file, to every client that calls .u.sub over q IPC.",
            "It answers .u.sub, .u.upd, .u.i, .u.L, .u.end, and read1 and hcount of its log, and 'nyi to everything else: it is not a q"
                    + " interpreter."
        },
        mixinStandardHelpOptions = true,
        versionProvider = VersionCommand.class,
        sortOptions = false,
        footer = {
            "",
            "For users and passwords, and every other setting, write a configuration and use: tickbus run tickerplant",
            "",
            "Examples:",
            "  tickbus tickerplant --port 5010 --rate 5000 --log-dir data",
            "  tickbus tickerplant --port 5010 --feed-csv trades.csv --table trade"
        })
final class TickerplantCommand implements Callable<Integer> {
    private static final int START_MS_MAX = 30_000;

    /** The command line option for each configuration key. An error message names the option instead of the key. */
    private static final Map<String, String> OPTIONS = Map.ofEntries(
            Map.entry("host", "--host"),
            Map.entry("open", "--open"),
            Map.entry("port", "--port"),
            Map.entry("batchMs", "--batch-ms"),
            Map.entry("logDir", "--log-dir"),
            Map.entry("feed.rowsPerSecond", "--rate"),
            Map.entry("feed.seed", "--seed"),
            Map.entry("feed.symbols", "--symbols"),
            Map.entry("feed.file", "--feed-csv"),
            Map.entry("feed.table", "--table"));

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets this field.
    private CommandSpec spec;

    @Option(
            names = "--host",
            paramLabel = "HOST",
            description = "The address to listen on, 0.0.0.0 for all; default 127.0.0.1.")
    private @Nullable String host;

    @Option(
            names = "--open",
            description = "Let everybody connect who reaches --host. Without it, HOST must be a loopback address.")
    private boolean open;

    @Option(
            names = "--port",
            paramLabel = "N",
            description = "The port to listen on, 0 for any free one; default 5010.")
    private @Nullable Integer port;

    @Option(
            names = "--batch-ms",
            paramLabel = "MS",
            description = "Milliseconds between publications; default 0: each update at once (zero latency).")
    private @Nullable Integer batchMs;

    @Option(
            names = "--log-dir",
            paramLabel = "DIR",
            description =
                    "The directory of the log, a file a day, which a subscriber can replay with -11!; default: no log.")
    private @Nullable Path logDir;

    @Option(
            names = "--rate",
            paramLabel = "ROWS",
            description = "Rows published a second, all tables together; default 1000.")
    private @Nullable Integer rate;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "Seeds the random walk: the same seed, the same rows; default 1.")
    private @Nullable Long seed;

    @Option(names = "--symbols", paramLabel = "N", description = "Number of symbols in the random rows; default 100.")
    private @Nullable Integer symbols;

    @Option(names = "--no-feed", description = "Publish only rows that clients send with .u.upd.")
    private boolean noFeed;

    @Option(
            names = "--feed-csv",
            paramLabel = "FILE",
            description = "Publish the rows of this file, whose first line names the columns; needs --table.")
    private @Nullable Path feedCsv;

    @Option(names = "--table", paramLabel = "NAME", description = "The table that the file's rows are for.")
    private @Nullable String table;

    @Mixin
    @SuppressWarnings({"NullAway.Init", "UnusedVariable"}) // Only the help needs this field. Main has read the options.
    private LogOptions logOptions;

    @Override
    public Integer call() throws CommandFailure, InterruptedException {
        if ((feedCsv == null) != (table == null)) {
            throw UsageError.in(spec, "--feed-csv and --table need each other");
        }
        if (feedCsv != null && (noFeed || seed != null || symbols != null)) {
            throw UsageError.in(spec, "--feed-csv cannot be combined with --no-feed, --seed or --symbols");
        }
        if (noFeed && (rate != null || seed != null || symbols != null)) {
            throw UsageError.in(spec, "--no-feed cannot be combined with --rate, --seed or --symbols");
        }
        TickerplantConfig config = config();
        TickerplantVerticle tickerplant = new TickerplantVerticle(config);
        ThreadSupply threads = ThreadSupply.require(ThreadSupply.NODE_THREADS);
        try (threads;
                Node node = new Node(Vertx.vertx(ProgramVertx.options()))) {
            Node.await(
                    node.deploy(() -> node.vertx().deployVerticle(tickerplant)),
                    START_MS_MAX,
                    ExitCode.DEPLOYMENT_FAILED,
                    "");
            PrintWriter out = spec.commandLine().getOut();
            out.println("tickerplant on " + config.listener().host() + ":" + tickerplant.port() + "; Ctrl-C ends it");
            Node.awaitSignal();
        }
        return ExitCode.OK;
    }

    private Map<String, Object> tree() {
        Map<String, Object> tree = new HashMap<>();
        put(tree, "host", host);
        put(tree, "port", port);
        put(tree, "batchMs", batchMs);
        put(tree, "logDir", logDir);
        Map<String, Object> feed = new HashMap<>();
        feed.put("kind", noFeed ? "none" : feedCsv != null ? "csv" : "synthetic");
        put(feed, "rowsPerSecond", rate);
        put(feed, "seed", seed);
        put(feed, "symbols", symbols);
        put(feed, "file", feedCsv);
        put(feed, "table", table);
        tree.put("feed", feed);
        tree.put("open", open);
        return tree;
    }

    private static void put(Map<String, Object> tree, String key, @Nullable Object value) {
        if (value != null) {
            tree.put(key, value instanceof Path path ? path.toString() : value);
        }
    }

    private TickerplantConfig config() {
        try {
            return TickerplantConfig.of(tree(), System.getenv());
        } catch (ConfigException wrong) {
            String reasons = wrong.problems().stream()
                    .map(problem -> OPTIONS.getOrDefault(problem.path(), problem.path()) + ": " + problem.message())
                    .collect(Collectors.joining("; "));
            throw UsageError.in(spec, reasons);
        }
    }
}
