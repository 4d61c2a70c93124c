package io.tickbus.cli;

import io.tickbus.cli.console.CommandFailure;
import io.tickbus.cli.console.ExitCode;
import io.tickbus.cli.console.LineInPlace;
import io.tickbus.cli.console.SystemTerminal;
import io.tickbus.cli.console.UsageError;
import io.tickbus.cli.console.VersionCommand;
import io.tickbus.cluster.Clusters;
import io.tickbus.cluster.MembershipMonitor;
import io.tickbus.cluster.ProgramVertx;
import io.tickbus.config.ClusterConfig;
import io.tickbus.config.PipelineConfig;
import io.tickbus.event.QCodec;
import io.tickbus.logging.Repeats;
import io.tickbus.metrics.PrometheusMeters;
import io.tickbus.metrics.VertxMeters;
import io.tickbus.pipeline.PipelineVerticle;
import io.tickbus.pipeline.Plan;
import io.tickbus.pipeline.Role;
import io.vertx.core.Vertx;
import io.vertx.core.spi.VertxMetricsFactory;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * The command {@code tickbus run}. It runs the pipeline of a configuration, or some roles of the pipeline, until a
 * signal ends the JVM. A node that loses its cluster leaves the cluster and joins again.
 */
@Command(
        name = "run",
        description = {
            "Runs the pipeline that a configuration describes until Ctrl-C or SIGTERM.",
            "Prints one status line: rows in the tables, lag (rows received from q and not yet applied, and the age of the "
                    + "oldest), live subscribers, rejected messages. On a terminal, the line is updated in place every few "
                    + "seconds. Elsewhere it is printed once a minute, and when a value other than rows or lag changes."
        },
        mixinStandardHelpOptions = true,
        versionProvider = VersionCommand.class,
        sortOptions = false,
        footer = {
            "",
            "Examples:",
            "  tickbus run",
            "  tickbus run --conf pipeline.yaml",
            "  tickbus run table --conf pipeline.yaml --cluster",
            "  tickbus run tickerplant subscriber --conf pipeline.yaml --cluster"
        })
final class RunCommand implements Callable<Integer> {
    private static final Logger LOG = LoggerFactory.getLogger(RunCommand.class);
    private static final int REJOIN_MS = 2000;
    private static final int START_MS_MAX = 60_000;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets this field.
    private CommandSpec spec;

    @Parameters(
            arity = "0..*",
            paramLabel = "ROLE",
            description = "What to run in this JVM: tickerplant (the embedded q), subscriber (the connections to q), "
                    + "table (the tables; of several JVMs one owns them), gateway (the server for q clients), web (the page, "
                    + "metrics and health). Default: everything that the configuration describes.")
    private List<Role> roles = List.of();

    @Mixin
    @SuppressWarnings("NullAway.Init")
    private ConfOption conf;

    @Option(
            names = "--instances",
            paramLabel = "N",
            defaultValue = "1",
            description =
                    "Connections per subscriber. Its syms, which the configuration must list, are split between them; "
                            + "default ${DEFAULT-VALUE}.")
    private int instances;

    @Option(
            names = "--cluster",
            description =
                    "Forms a cluster with other JVMs, or joins theirs, so that roles can run in different JVMs (Hazelcast over TCP).")
    private boolean cluster;

    @Mixin
    @SuppressWarnings("NullAway.Init")
    private ClusterOptions clusterOptions;

    @Mixin
    @SuppressWarnings({"NullAway.Init", "UnusedVariable"}) // Only the help needs this field. Main has read the options.
    private LogOptions logOptions;

    @Override
    public Integer call() throws CommandFailure, InterruptedException {
        if (instances < 1 || instances > Plan.INSTANCES_MAX) {
            throw UsageError.in(spec, "--instances is " + instances + "; 1 to " + Plan.INSTANCES_MAX + " expected");
        }
        if (clusterOptions.given() != null && !cluster) {
            throw UsageError.in(spec, clusterOptions.given() + " needs --cluster");
        }
        PipelineConfig config = conf.read();
        Set<Role> wanted = roles.isEmpty() ? Set.of() : EnumSet.copyOf(roles);
        Plan plan = conf.plan(config, wanted, instances);
        LineInPlace line = SystemTerminal.isStandardOutput() ? lineInPlace() : null;
        LOG.atInfo()
                .addKeyValue("roles", wanted.isEmpty() ? "all" : wanted)
                .addKeyValue("conf", conf.path())
                .log("runs");
        if (plan.table()) {
            new MemoryCheck(config.store(), Runtime.getRuntime().maxMemory())
                    .warnings()
                    .forEach(warning ->
                            LOG.atWarn().addKeyValue("conf", conf.path()).log(warning));
        }
        if (cluster) {
            new TakeoverCheck(config)
                    .warnings()
                    .forEach(warning ->
                            LOG.atWarn().addKeyValue("conf", conf.path()).log(warning));
        }
        List<Role> unreachable = cluster ? List.of() : new RoleCheck(config, wanted).unreachable();
        if (!unreachable.isEmpty()) {
            LOG.atWarn()
                    .addKeyValue("roles", unreachable)
                    .log("roles that do not run here cannot be reached without --cluster");
        }
        int ofNode = cluster ? ThreadSupply.CLUSTER_NODE_THREADS : ThreadSupply.NODE_THREADS;
        ThreadSupply threads = ThreadSupply.require(ofNode + plan.subscribers().size());
        try (threads) {
            Vertx vertx = vertx(plan);
            while (true) {
                runUntilLost(vertx, config, plan, line);
                vertx = rejoin(plan);
            }
        }
    }

    /** Joins the cluster again. The method retries until it succeeds, because the cause of the loss can still exist. */
    private Vertx rejoin(Plan plan) throws CommandFailure, InterruptedException {
        Repeats repeats = new Repeats(LOG);
        while (true) {
            try {
                Vertx joined = vertx(plan);
                repeats.flush();
                return joined;
            } catch (CommandFailure notYet) {
                String reason = String.valueOf(notYet.getMessage());
                repeats.note(
                        Level.WARN,
                        reason,
                        "cannot join the cluster yet; retrying",
                        line -> line.addKeyValue("reason", reason));
                Thread.sleep(REJOIN_MS);
            }
        }
    }

    /**
     * Runs the pipeline until the node has lost and left its cluster. If a signal ends the JVM, the method does not
     * return.
     */
    private void runUntilLost(Vertx vertx, PipelineConfig config, Plan plan, @Nullable LineInPlace line)
            throws CommandFailure, InterruptedException {
        Node node = new Node(vertx);
        try (node;
                MembershipMonitor membership = MembershipMonitor.of(node.vertx())) {
            Consumer<String> lines = spec.commandLine().getOut()::println;
            if (line != null) {
                lines = line::show;
                node.beforeClose(line::close);
            }
            if (cluster) {
                LOG.atInfo()
                        .addKeyValue("node", Clusters.nodeName(node.vertx()))
                        .log("joined the cluster");
            }
            StatusLine status = new StatusLine(lines, plan.subscribers().size(), line == null, System.nanoTime());
            status.start(node.vertx(), config.status().everyMs());
            deploy(plan, node, membership);
            String reason = Node.awaitOrSignal(membership.lost());
            LOG.atWarn().addKeyValue("reason", reason).log("leaves the cluster and joins it again");
            if (line != null) {
                node.beforeClose(() -> closeAtShutdown(line));
            }
        }
        if (Node.isJvmEnding()) {
            Node.awaitSignal();
        }
        if (!node.hasEnded()) {
            throw new CommandFailure(ExitCode.START_FAILED, "could not leave the cluster in time; start again");
        }
    }

    private static void deploy(Plan plan, Node node, MembershipMonitor membership)
            throws CommandFailure, InterruptedException {
        try {
            Node.await(
                    node.deploy(() -> node.vertx().deployVerticle(new PipelineVerticle(plan))),
                    START_MS_MAX,
                    ExitCode.DEPLOYMENT_FAILED,
                    "");
        } catch (CommandFailure failure) {
            if (!membership.isLost()) {
                throw failure;
            }
            LOG.atInfo()
                    .addKeyValue("reason", failure.getMessage())
                    .log("not deployed because this node has lost its cluster");
        }
    }

    private static void closeAtShutdown(LineInPlace line) {
        if (Node.isJvmEnding()) {
            line.close();
        }
    }

    private Vertx vertx(Plan plan) throws CommandFailure, InterruptedException {
        PrometheusMeters meters = new PrometheusMeters();
        // Vert.x's own metrics cost time, and only the web role shows them.
        VertxMetricsFactory metrics = plan.web() == null ? null : VertxMeters.in(meters);
        Vertx vertx;
        if (cluster) {
            ClusterConfig own = clusterOptions.overriding(plan.config().cluster());
            vertx = Node.await(
                    Clusters.join(own, QCodec.WIRE_VERSION, metrics), START_MS_MAX, ExitCode.START_FAILED, "");
        } else {
            vertx = Vertx.builder()
                    .with(ProgramVertx.options())
                    .withMetrics(metrics)
                    .build();
        }
        meters.showIn(vertx);
        return vertx;
    }

    /** Returns the status line for a terminal. After the call, log lines appear above the status line. */
    private LineInPlace lineInPlace() {
        LineInPlace line = new LineInPlace(spec.commandLine().getOut());
        System.setErr(line.around(System.err));
        return line;
    }
}
