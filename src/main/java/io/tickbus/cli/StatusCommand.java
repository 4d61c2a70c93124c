package io.tickbus.cli;

import io.tickbus.cluster.Clusters;
import io.tickbus.event.Status;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Says who is in a cluster, who owns the tables, and how the subscribers are. */
@Command(
        name = "status",
        description = {
            "Says which nodes a running cluster has, which one owns the tables and since when (its epoch), what tables there"
                    + " are, and where each subscriber runs, its state and how far it is behind.",
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

    private static final String CLEAR = "\u001B[H\u001B[2J";

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Option(names = "--watch", description = "Again and again, until Ctrl-C.")
    private boolean watch;

    @Option(names = "--json", description = "A JSON object, on one line.")
    private boolean json;

    @Mixin
    @SuppressWarnings("NullAway.Init")
    private ClientOptions options;

    @Override
    public Integer call() throws Failed, InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        try (ClientNode node = options.join()) {
            do {
                ClusterStatus status = look(node);
                out.print(watch && !json && RunCommand.isTerminal() ? CLEAR : "");
                if (json) {
                    out.println(status.toJson().encode());
                } else {
                    status.lines().forEach(out::println);
                }
                if (watch && !json && !RunCommand.isTerminal()) {
                    out.println();
                }
                out.flush();
            } while (watch && !out.checkError());
        }
        return ExitCode.OK;
    }

    private static ClusterStatus look(ClientNode node) throws Failed, InterruptedException {
        List<Status> parts = node.await(node.tables().statuses(LISTEN_MS));
        // Without an owner, for the moment or at all, the rest is worth telling.
        List<JsonObject> tables =
                node.await(node.tables().list().recover(noOwner -> Future.succeededFuture(List.of())));
        return new ClusterStatus(Clusters.nodes(node.vertx()), parts, tables);
    }
}
