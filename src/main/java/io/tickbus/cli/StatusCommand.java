package io.tickbus.cli;

import io.tickbus.cli.console.CommandFailure;
import io.tickbus.cli.console.ExitCode;
import io.tickbus.cli.console.ServerAddress;
import io.tickbus.cli.console.SystemTerminal;
import io.tickbus.cli.console.VersionCommand;
import io.tickbus.cli.top.TopCommand;
import io.tickbus.cli.top.TopOverview;
import io.tickbus.cli.top.TopSource;
import io.tickbus.cluster.Clusters;
import io.tickbus.event.Status;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Says who owns the tables, how the subscribers are and, of a cluster, which nodes it has. */
@Command(
        name = "status",
        description = {
            "Says who owns the tables of a running pipeline, what tables there are, and where each subscriber runs, its state and"
                    + " how far it is behind.",
            "Asks a node's web port, as top does, or a cluster (--cluster), then also which nodes it has.",
            ""
        },
        mixinStandardHelpOptions = true,
        versionProvider = VersionCommand.class,
        sortOptions = false,
        footer = {"", "Examples:", "  tickbus status", "  tickbus status --watch", "  tickbus status --json | jq .owner"
        })
final class StatusCommand implements Callable<Integer> {
    /** Every part speaks at least twice in this. */
    private static final int LISTEN_MS = 2 * Status.PERIOD_MS + 250;

    /** Between two questions to a node. */
    private static final int WATCH_MS = 1000;

    private static final String CLEAR = "\u001B[H\u001B[2J";

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Option(names = "--watch", description = "Again and again, until Ctrl-C.")
    private boolean watch;

    @Option(names = "--json", description = "A JSON object, on one line.")
    private boolean json;

    @Option(
            names = "--web",
            paramLabel = "HOST:PORT",
            converter = ServerAddress.Converter.class,
            description = "Where a node's web port is; :PORT is on this host. Default: " + TopCommand.WEB + ".")
    private @Nullable ServerAddress web;

    @Mixin
    @SuppressWarnings("NullAway.Init")
    private ClientOptions options;

    private boolean hasPrinted;

    @Override
    public Integer call() throws CommandFailure, InterruptedException {
        if (!options.joinsCluster(web == null ? null : "--web")) {
            ServerAddress asked = web == null ? new ServerAddress.Converter().convert(TopCommand.WEB) : web;
            TopSource source = new TopSource(asked);
            repeat(WATCH_MS, true, out -> print(source, asked, out));
            return ExitCode.OK;
        }
        try (ClientNode node = options.join()) {
            repeat(0, false, out -> print(inspect(node), out));
        }
        return ExitCode.OK;
    }

    /** What prints the status once. */
    private interface Look {
        void print(PrintWriter out) throws CommandFailure, InterruptedException;
    }

    /**
     * @param pauseMs between two looks
     * @param retries whether a look that fails after the first is no end: a node that restarts answers later
     */
    private void repeat(int pauseMs, boolean retries, Look look) throws CommandFailure, InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        look.print(out);
        String told = "";
        while (watch && !out.checkError()) {
            Thread.sleep(pauseMs);
            String failed = "";
            try {
                look.print(out);
            } catch (CommandFailure unanswered) {
                if (!retries) {
                    throw unanswered;
                }
                failed = unanswered.getMessage() + "; asks again";
                if (!failed.equals(told)) {
                    spec.commandLine().getErr().println("tickbus: " + failed);
                }
            }
            told = failed;
        }
    }

    private void print(ClusterStatus status, PrintWriter out) {
        clear(out);
        if (json) {
            out.println(status.toJson().encode());
        } else {
            status.lines().forEach(out::println);
        }
        out.flush();
    }

    private void print(TopSource source, ServerAddress asked, PrintWriter out)
            throws CommandFailure, InterruptedException {
        if (json) {
            out.println(source.awaitJson());
        } else {
            TopOverview overview = source.awaitRates();
            clear(out);
            TopCommand.print(out, asked, overview);
        }
        out.flush();
    }

    private void clear(PrintWriter out) {
        if (watch && !json) {
            out.print(SystemTerminal.isStandardOutput() ? CLEAR : hasPrinted ? System.lineSeparator() : "");
            hasPrinted = true;
        }
    }

    private static ClusterStatus inspect(ClientNode node) throws CommandFailure, InterruptedException {
        List<Status> parts = node.await(node.tables().statuses(LISTEN_MS));
        // Without an owner, for the moment or at all, the rest is worth telling.
        List<JsonObject> tables =
                node.await(node.tables().list().recover(noOwner -> Future.succeededFuture(List.of())));
        return new ClusterStatus(Clusters.nodes(node.vertx()), parts, tables);
    }
}
