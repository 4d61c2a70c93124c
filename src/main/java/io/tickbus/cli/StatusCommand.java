package io.tickbus.cli;

import io.tickbus.cli.console.CommandFailure;
import io.tickbus.cli.console.ExitCode;
import io.tickbus.cli.console.LoginOptions;
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

/**
 * The command {@code tickbus status}. It prints the owner of the tables, the tables and the subscribers. For a cluster,
 * the command also prints the nodes.
 */
@Command(
        name = "status",
        description = {
            "Prints which node owns the tables of a running pipeline, the tables, and each subscriber with its node, state and lag.",
            "Asks a node's web port, as top does. With --cluster it asks the cluster, and lists its nodes too.",
            ""
        },
        mixinStandardHelpOptions = true,
        versionProvider = VersionCommand.class,
        sortOptions = false,
        footer = {"", "Examples:", "  tickbus status", "  tickbus status --watch", "  tickbus status --json | jq .owner"
        })
final class StatusCommand implements Callable<Integer> {
    /**
     * Time for collecting the status reports of a cluster, in ms. Every subscriber and table verticle reports at least
     * twice in this time.
     */
    private static final int LISTEN_MS = 2 * Status.PERIOD_MS + 250;

    /** Pause between two requests to a node, in ms. */
    private static final int WATCH_MS = 1000;

    private static final String CLEAR = "\u001B[H\u001B[2J";

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets this field.
    private CommandSpec spec;

    @Option(names = "--watch", description = "Repeats until Ctrl-C.")
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
    private LoginOptions login;

    @Option(names = "--tls", description = LoginOptions.TLS)
    private boolean tls;

    @Mixin
    @SuppressWarnings("NullAway.Init")
    private ClientOptions options;

    private boolean hasPrinted;

    @Override
    public Integer call() throws CommandFailure, InterruptedException {
        if (!options.joinsCluster(oneNodeOption())) {
            ServerAddress address = web == null ? new ServerAddress.Converter().convert(TopCommand.WEB) : web;
            TopSource source = new TopSource(address, tls, login.user(), login.password(spec));
            repeat(WATCH_MS, true, out -> print(source, address, out));
            return ExitCode.OK;
        }
        try (ClientNode node = options.join()) {
            repeat(0, false, out -> print(inspect(node), out));
        }
        return ExitCode.OK;
    }

    /** Returns an option that only applies to the web port of one node, or null if none was given. */
    private @Nullable String oneNodeOption() {
        return web != null ? "--web" : login.isGiven() ? "--user" : tls ? "--tls" : null;
    }

    private interface StatusPrinter {
        void print(PrintWriter out) throws CommandFailure, InterruptedException;
    }

    /**
     * @param pauseMs pause between two prints, in ms
     * @param retries true to try again after a failed print, because the node may be restarting; a failure of the first
     *     print always ends the command
     */
    private void repeat(int pauseMs, boolean retries, StatusPrinter printer)
            throws CommandFailure, InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        printer.print(out);
        String printed = "";
        while (watch && !out.checkError()) {
            Thread.sleep(pauseMs);
            String failed = "";
            try {
                printer.print(out);
            } catch (CommandFailure unanswered) {
                if (!retries) {
                    throw unanswered;
                }
                failed = unanswered.getMessage() + "; asks again";
                if (!failed.equals(printed)) {
                    spec.commandLine().getErr().println("tickbus: " + failed);
                }
            }
            printed = failed;
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

    private void print(TopSource source, ServerAddress address, PrintWriter out)
            throws CommandFailure, InterruptedException {
        if (json) {
            out.println(source.awaitJson());
        } else {
            TopOverview overview = source.awaitRates();
            clear(out);
            TopCommand.print(out, address, overview);
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
        // Without an owner, the command still prints the nodes and parts of the cluster.
        List<JsonObject> tables =
                node.await(node.tables().list().recover(noOwner -> Future.succeededFuture(List.of())));
        return new ClusterStatus(Clusters.nodes(node.vertx()), parts, tables);
    }
}
