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

/** Several nodes, all of them ready to own the tables, and each of them killed or frozen now and then. */
@Command(
        name = "chaos --cluster",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Runs a tickerplant, a feed and several nodes of a cluster, each `tickbus run table subscriber --cluster`;"
                    + " kills and freezes nodes at random; and in the end compares the tables with the tickerplant's"
                    + " log, row by row, all columns, in order. Exit code 1 when anything differs or was seen that must"
                    + " never be, or when there was no owner of the tables for longer than "
                    + ClusterChaos.KILL_SECONDS_MAX + " s after a kill or an orderly end, or "
                    + ClusterChaos.FREEZE_SECONDS_MAX + " s after a freeze.",
            "",
            "The faults, in a mix drawn from the seed: kill -9, or a freeze of 1 to 12 s, of the node that owns the"
                    + " tables, of one that runs a subscription, of one that stands by; kill -TERM of the owner. As many nodes"
                    + " as it takes for an owner are left well; where that are few, one fault in five comes with another. What was killed is started again. The last"
                    + " 15 s are quiet.",
            "",
            "What must never be: two nodes that own the tables with the same epoch; one that says it does, or answers,"
                    + " long after another does; a subscription that is LIVE on two nodes; a row at the wrong offset, for"
                    + " one who reads along all the time; a node that ends by itself, unless it says that it is to be started again.",
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

    @Option(names = "--nodes", defaultValue = "3", description = "How many; default ${DEFAULT-VALUE}.")
    private int nodes;

    @Option(names = "--seconds", defaultValue = "180", description = "How long; default ${DEFAULT-VALUE}.")
    private int seconds;

    @Option(names = "--seed", defaultValue = "1", description = "What is drawn; default ${DEFAULT-VALUE}.")
    private long seed;

    @Option(
            names = "--rate",
            defaultValue = "0",
            description = "Rows a second; default ${DEFAULT-VALUE}: as many as the tickerplant takes, some 36 bytes each in"
                    + " the heap of the owner.")
    private int rate;

    @Option(
            names = "--faults-per-minute",
            defaultValue = "6",
            description = "How many; no more come while one is being made good; default ${DEFAULT-VALUE}.")
    private double faultsPerMinute;

    @Option(
            names = "--nodes-min",
            description = "cluster.nodesMin: with fewer nodes there is no owner; default: most of them, as where all are"
                    + " listed as members.")
    private @Nullable Integer nodesMin;

    @Option(names = "--only", split = ",", description = "Only these faults, such as owner-kills,standby-freezes.")
    private List<String> only = List.of();

    @Option(names = "--freeze-ms", description = "Every freeze lasts so long; default: 1 to 12 s, drawn from the seed.")
    private @Nullable Integer freezeMs;

    @Option(names = "--heap", description = "Of a node, such as 7g; default: three tenths of this machine's memory.")
    private @Nullable String heap;

    @Option(names = "--verbose", description = "Say on standard error what happens when.")
    private boolean verbose;

    @Option(names = "--json", description = "Also write the figures to this file.")
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
