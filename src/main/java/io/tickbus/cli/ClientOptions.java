package io.tickbus.cli;

import picocli.CommandLine.Mixin;

/** What every command takes that is a client of a cluster. */
final class ClientOptions {
    @Mixin
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private ConfOption conf;

    @Mixin
    @SuppressWarnings("NullAway.Init")
    private ClusterOptions cluster;

    @Mixin
    @SuppressWarnings({"NullAway.Init", "UnusedVariable"}) // for the help; Main has read them before
    private LogOptions logOptions;

    ClientNode join() throws Failed, InterruptedException {
        return ClientNode.join(cluster.over(conf.cluster()));
    }
}
