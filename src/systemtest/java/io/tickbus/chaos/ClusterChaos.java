package io.tickbus.chaos;

import com.sun.management.OperatingSystemMXBean;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs several nodes that can own the tables, and kills or freezes them at random times. */
@Command(
        name = "chaos --cluster",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Runs a tickerplant, a feed and several nodes of a cluster, each `tickbus run table subscriber --cluster`. Kills and"
                    + " freezes nodes at random times. Finally compares the tables with the tickerplant's log, row by row, all"
                    + " columns, in order. The exit code is 1 if anything differs, if there was a violation, or if there was"
                    + " no owner of the tables for longer than "
                    + ClusterChaos.KILL_SECONDS_MAX + " s after a kill or an orderly end, or "
                    + ClusterChaos.FREEZE_SECONDS_MAX + " s after a freeze.",
            "",
            "The faults, in a mix drawn from the seed: kill -9, or a freeze of 1 to 12 s, of the owner, of a node that runs a"
                    + " subscription, or of a standby; kill -TERM of the owner. Enough nodes for an owner stay healthy. In a"
                    + " large cluster, one fault in five comes together with another one. Killed nodes are started again."
                    + " The last 15 s have no fault.",
            "",
            "Violations: two nodes that own the tables with one epoch; a former owner that reports or answers long after the"
                    + " next owner; a subscription that is LIVE on two nodes; a row at the wrong offset, as a continuous"
                    + " reader sees it; a node that ends by itself without asking for a new start.",
            ""
        })
final class ClusterChaos implements Callable<Integer> {
    static final int KILL_SECONDS_MAX = 3;
    static final int FREEZE_SECONDS_MAX = 10;
    private static final int QUIET_SECONDS = 15;
    private static final int CATCH_UP_MS_MAX = 60_000;
    private static final int TAIL_LINES = 40;
    private static final int NODES_MIN = 2;
    private static final int BYTES_PER_MB = 1 << 20;

    @Option(names = "--nodes", defaultValue = "3", description = "Number of nodes; default ${DEFAULT-VALUE}.")
    private int nodes;

    @Option(names = "--seconds", defaultValue = "180", description = "Length of the run, in s; default ${DEFAULT-VALUE}.")
    private int seconds;

    @Option(names = "--seed", defaultValue = "1", description = "Seed of the random faults; default ${DEFAULT-VALUE}.")
    private long seed;

    @Option(
            names = "--rate",
            defaultValue = "0",
            description = "Rows a second; default ${DEFAULT-VALUE}, as many as the tickerplant accepts. A row takes some 36 bytes"
                    + " of the owner's heap.")
    private int rate;

    @Option(
            names = "--faults-per-minute",
            defaultValue = "6",
            description = "Faults in a minute. No fault comes during the recovery from another one. Default ${DEFAULT-VALUE}.")
    private double faultsPerMinute;

    @Option(
            names = "--nodes-min",
            description = "cluster.nodesMin, the smallest number of nodes with which there can be an owner; default: the majority of"
                    + " the nodes.")
    private @Nullable Integer nodesMin;

    @Option(names = "--only", split = ",", description = "Only these faults, for example owner-kills,standby-freezes.")
    private List<String> only = List.of();

    @Option(names = "--freeze-ms", description = "Length of each freeze, in ms; default: 1 to 12 s, drawn from the seed.")
    private @Nullable Integer freezeMs;

    @Option(names = "--heap", description = "Heap of a node, for example 7g; default: three tenths of the memory of this machine.")
    private @Nullable String heap;

    @Option(names = "--verbose", description = "Prints the events of the run on standard error.")
    private boolean verbose;

    @Option(names = "--json", description = "Also writes the figures to this file.")
    private @Nullable Path json;

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (nodes < NODES_MIN) {
            throw new IllegalArgumentException("--nodes is " + nodes + "; at least " + NODES_MIN + " expected");
        }
        List<NodeFault> kinds = only.isEmpty()
                ? Arrays.asList(NodeFault.values())
                : only.stream().map(NodeFault::of).toList();
        ClusterSettings settings =
                ClusterSettings.of(seed, nodes, rate, heap == null ? heapOfThisMachine() : heap, nodesMin == null ? nodes / 2 + 1 : nodesMin);
        try (RunDirectory dir = new RunDirectory("journal, node*.log, tickerplant.err, log")) {
            System.err.println(settings + "; logs and journal in " + dir.path() + " until all is well");
            try (Journal journal = new Journal(dir.path().resolve("journal"), verbose)) {
                boolean isWell = run(settings, kinds, dir.path(), journal);
                dir.keep(!isWell);
                return isWell ? 0 : 1;
            }
        }
    }

    private static String heapOfThisMachine() {
        var system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        return system.getTotalMemorySize() / 10 * 3 / BYTES_PER_MB + "m";
    }

    private boolean run(ClusterSettings settings, List<NodeFault> kinds, Path dir, Journal journal)
            throws IOException, InterruptedException {
        try (ClusterRig rig = new ClusterRig(settings, dir, journal);
                NodeFaults faults = new NodeFaults(rig, new Random(seed), kinds, freezeMs)) {
            long end = System.nanoTime() + seconds * 1_000_000_000L;
            faults.run(end - QUIET_SECONDS * 1_000_000_000L, faultsPerMinute);
            rig.await(() -> System.nanoTime() > end, Long.MAX_VALUE);
            rig.feed.end();
            boolean isQuiet = rig.awaitQuiet(CATCH_UP_MS_MAX);
            for (ReadAlong reader : rig.readers) {
                reader.end();
            }
            ClusterVerdict verdict = ClusterVerdict.of(rig, rig.compare(), isQuiet);
            String line = verdict + "; " + faults;
            journal.say(line);
            System.out.println(line);
            rig.violations.first().forEach(violation -> System.err.println("violation: " + violation));
            if (json != null) {
                Files.writeString(json, figures(settings, verdict, faults).encodePrettily());
            }
            if (!verdict.isWell()) {
                for (NodeProcess node : rig.nodes) {
                    System.err.println("the last of " + node + ":\n" + node.tail(TAIL_LINES));
                }
            }
            return verdict.isWell();
        }
    }

    private JsonObject figures(ClusterSettings settings, ClusterVerdict verdict, NodeFaults faults) {
        return verdict.toJson()
                .put("seed", seed)
                .put("seconds", seconds)
                .put("settings", settings.toString())
                .put("faults", faults.toJson());
    }
}
