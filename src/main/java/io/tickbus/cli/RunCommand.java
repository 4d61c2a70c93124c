package io.tickbus.cli;

import io.tickbus.config.ClusterConfig;
import io.tickbus.config.PipelineConfig;
import io.tickbus.pipeline.Clusters;
import io.tickbus.pipeline.PipelineVerticle;
import io.tickbus.pipeline.Plan;
import io.tickbus.pipeline.Role;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Runs the pipeline that a configuration describes, or some of its roles, until it is told to end. */
@Command(
        name = "run",
        description = {
            "Runs the pipeline that a configuration describes until it is told to end (Ctrl-C, SIGTERM).",
            "Prints one line on its state every few seconds, in place on a terminal."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {
            "",
            "Examples:",
            "  tickbus run --conf conf/pipeline.yaml",
            "  tickbus run table --conf pipeline.yaml --cluster",
            "  tickbus run tickerplant subscriber --conf pipeline.yaml --cluster"
        })
final class RunCommand implements Callable<Integer> {
    private static final int START_MS_MAX = 60_000;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Parameters(
            arity = "0..*",
            paramLabel = "ROLE",
            description = "What to run here: ${COMPLETION-CANDIDATES}. None: all that the configuration describes.")
    private List<Role> roles = List.of();

    @Option(
            names = "--conf",
            paramLabel = "FILE",
            defaultValue = "conf/pipeline.yaml",
            description = "The configuration; default ${DEFAULT-VALUE}. conf/reference.yaml explains every key.")
    @SuppressWarnings("NullAway.Init")
    private Path conf;

    @Option(
            names = "--instances",
            paramLabel = "N",
            defaultValue = "1",
            description = "Connections per subscriber, its syms split between them; default ${DEFAULT-VALUE}.")
    private int instances;

    @Option(names = "--cluster", description = "Form a cluster with other nodes, or join theirs (Hazelcast over TCP).")
    private boolean cluster;

    @Option(
            names = "--cluster-host",
            paramLabel = "H",
            description =
                    "The address of this host that other nodes reach; default is cluster.host of the configuration, 127.0.0.1.")
    private @Nullable String clusterHost;

    @Override
    public Integer call() throws Failed, InterruptedException {
        if (instances < 1 || instances > Plan.INSTANCES_MAX) {
            throw usage("--instances is " + instances + "; 1 to " + Plan.INSTANCES_MAX + " expected");
        }
        if (clusterHost != null && !cluster) {
            throw usage("--cluster-host goes with --cluster");
        }
        PipelineConfig config = PipelineConfig.read(conf, System.getenv());
        Set<Role> wanted = roles.isEmpty() ? Set.of() : EnumSet.copyOf(roles);
        Plan plan = Plan.of(config, wanted, instances);
        try (Node node = new Node(vertx(config.cluster()))) {
            StatusLine status = new StatusLine(
                    spec.commandLine().getOut(), plan.subscribers().size(), Boolean.getBoolean("tickbus.terminal"));
            status.start(node.vertx(), config.status().everyMs());
            Node.await(
                    node.vertx().deployVerticle(new PipelineVerticle(plan)),
                    START_MS_MAX,
                    ExitCode.DEPLOYMENT_FAILED,
                    "");
            Node.awaitSignal();
            return ExitCode.OK;
        }
    }

    private ParameterException usage(String message) {
        return new ParameterException(spec.commandLine(), message);
    }

    private Vertx vertx(ClusterConfig config) throws Failed, InterruptedException {
        if (!cluster) {
            return Vertx.vertx();
        }
        ClusterConfig own =
                clusterHost == null ? config : new ClusterConfig(clusterHost, config.port(), config.members());
        return Node.await(Clusters.join(own), START_MS_MAX, ExitCode.START_FAILED, "the cluster did not form");
    }
}
