package io.tickbus.cli;

import io.tickbus.cli.console.CommandFailure;
import io.tickbus.cli.console.UsageError;
import io.tickbus.cli.q.GatewayOptions;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The options of the commands that send requests to a running pipeline. The options select one node or a cluster. */
final class ClientOptions {
    @Spec(Spec.Target.MIXEE)
    @SuppressWarnings("NullAway.Init") // picocli sets this field.
    private CommandSpec spec;

    @Option(
            names = "--cluster",
            description =
                    "Joins a cluster as a client, and asks the owner of its tables. The default where members are listed: by "
                            + "--members, TICKBUS_MEMBERS or the configuration's cluster.members.")
    private boolean joins;

    @Mixin
    @SuppressWarnings("NullAway.Init")
    private ClusterOptions cluster;

    @Mixin
    @SuppressWarnings("NullAway.Init")
    private ConfOption conf;

    @Mixin
    @SuppressWarnings({"NullAway.Init", "UnusedVariable"}) // Only the help needs this field. Main has read the options.
    private LogOptions logOptions;

    /**
     * Returns whether the command joins a cluster.
     *
     * @param ofNode the option with which the user selected one node, or null; this option overrides a list of members
     *     in the environment or the configuration
     */
    boolean joinsCluster(@Nullable String ofNode) {
        String ofCluster = joins ? "--cluster" : cluster.given();
        if (ofNode != null && ofCluster != null) {
            throw UsageError.in(
                    spec,
                    ofNode + " cannot be combined with " + ofCluster
                            + ": the first asks one node, the second a cluster");
        }
        return ofCluster != null
                || (ofNode == null && (ClusterOptions.areMembersInEnvironment() || conf.listsMembers()));
    }

    ClientNode join() throws CommandFailure, InterruptedException {
        return ClientNode.join(cluster.overriding(conf.cluster()));
    }

    /** Opens a table of the cluster if the command joins a cluster, otherwise a table of the gateway. */
    RemoteTable open(String table, GatewayOptions gateway) throws CommandFailure, InterruptedException {
        return joinsCluster(gateway.given())
                ? new ClusterTable(join(), table)
                : new GatewayTable(gateway.connect().start(), gateway.address(), table);
    }
}
