package io.tickbus.chaos;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs three nodes, and cuts the owner of the tables off from the other nodes. */
@Command(
        name = "chaos --cut",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Runs three nodes of a cluster in three network namespaces. Each has a client that appends and queries 50 times a"
                    + " second. Drops the packets of the owner for some time. Checks whether the old owner acknowledges or"
                    + " answers anything, or is ready as the owner (/health/ready, requested every 100 ms), after the new owner"
                    + " has begun. The exit code is 1 if it does, or if there is no new owner."
                    + " Does nothing, with exit code 0, if namespaces cannot be created.",
            ""
        })
final class CutChaos implements Callable<Integer> {
    enum Direction {
        OUT,
        IN,
        BOTH
    }

    private static final int NODES = 3;
    private static final int START_MS_MAX = 60_000;
    private static final int CALM_MS = 4000;
    private static final int AFTER_MS = 10_000;
    private static final int POLL_MS = 50;

    @Option(names = "--runs", defaultValue = "1", description = "Number of cuts; default ${DEFAULT-VALUE}.")
    private int runs;

    @Option(names = "--seconds", defaultValue = "20", description = "Length of a cut, in s; default ${DEFAULT-VALUE}.")
    private int seconds;

    @Option(
            names = "--direction",
            defaultValue = "OUT",
            description = "Dropped packets of the owner: ${COMPLETION-CANDIDATES}; default ${DEFAULT-VALUE}.")
    private Direction direction = Direction.OUT;

    private final List<Process> processes = new ArrayList<>();

    @Override
    public Integer call() throws IOException, InterruptedException {
        Namespaces made;
        try {
            made = new Namespaces(NODES);
        } catch (IOException forbidden) {
            System.err.println("skipped: network namespaces cannot be made here: " + forbidden.getMessage());
            return 0;
        }
        boolean isWell = true;
        try (Namespaces namespaces = made;
                RunDirectory dir = new RunDirectory("node*.err")) {
            for (int run = 1; run <= runs; run++) {
                isWell &= run(namespaces, dir.path(), run);
            }
            dir.keep(!isWell);
        }
        return isWell ? 0 : 1;
    }

    private boolean run(Namespaces namespaces, Path dir, int run) throws IOException, InterruptedException {
        Overlap acts = new Overlap();
        Overlap health = new Overlap();
        try {
            for (int node = 0; node < NODES; node++) {
                start(namespaces, node, dir, acts, health);
                TimeUnit.SECONDS.sleep(1); // the first node forms the cluster
            }
            if (!await(() -> acts.nodesHeard() == NODES && acts.owner() >= 0, START_MS_MAX)) {
                System.out.println("run " + run + ": no owner within " + START_MS_MAX + " ms of the start");
                return false;
            }
            TimeUnit.MILLISECONDS.sleep(CALM_MS);
            return cut(namespaces, acts, health, run);
        } finally {
            namespaces.heal();
            processes.forEach(Process::destroyForcibly);
            for (Process process : processes) {
                process.waitFor();
            }
            processes.clear();
        }
    }

    private boolean cut(Namespaces namespaces, Overlap acts, Overlap health, int run) throws IOException, InterruptedException {
        int owner = acts.owner();
        long epoch = acts.epoch();
        long sinceNanos = System.nanoTime();
        if (direction != Direction.IN) {
            namespaces.cutFrom(owner);
        }
        if (direction != Direction.OUT) {
            namespaces.cutTo(owner);
        }
        TimeUnit.SECONDS.sleep(seconds);
        boolean isReplaced = acts.epoch() > epoch;
        namespaces.heal();
        TimeUnit.MILLISECONDS.sleep(AFTER_MS);
        System.out.printf(
                "run %d: node %d, the owner, cut off (%s) for %d s: %s; %d acts of an old owner beside a new one;"
                        + " %d ms without an owner; the old one acted for %d ms, and was ready for %d ms; two were ready"
                        + " for %d ms%n",
                run,
                owner,
                direction,
                seconds,
                isReplaced ? "replaced" : "NOT replaced",
                acts.count(),
                acts.gapMsSince(sinceNanos),
                acts.lastMsOf(epoch, sinceNanos),
                health.lastMsOf(epoch, sinceNanos),
                health.ms());
        return isReplaced && acts.count() == 0 && health.count() == 0;
    }

    private void start(Namespaces namespaces, int node, Path dir, Overlap acts, Overlap health) throws IOException {
        List<String> command = new ArrayList<>(namespaces.on(node));
        command.add(System.getProperty("java.home") + "/bin/java");
        command.addAll(List.of("@scripts/jvm.options", "-Xmx256m", "-Dlogback.configurationFile=io/tickbus/logging/logback.xml"));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), CutNode.class.getName()));
        command.add(namespaces.address(node));
        command.addAll(namespaces.addresses());
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.appendTo(
                        dir.resolve("node" + node + ".err").toFile()))
                .start();
        processes.add(process);
        Thread reader = new Thread(() -> follow(process, node, acts, health), "node " + node);
        reader.setDaemon(true);
        reader.start();
    }

    private static void follow(Process process, int node, Overlap acts, Overlap health) {
        process.inputReader().lines().map(line -> line.split(" ", 3)).filter(fields -> fields.length == 3).forEach(fields -> {
            Overlap kind = fields[0].equals(CutNode.READY) ? health : acts;
            kind.add(Long.parseLong(fields[1]), Long.parseLong(fields[2]), node, fields[0].equals("owner"));
        });
    }

    private static boolean await(BooleanSupplier condition, int msMax) throws InterruptedException {
        long start = System.nanoTime();
        while (!condition.getAsBoolean()) {
            if (TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start) > msMax) {
                return false;
            }
            TimeUnit.MILLISECONDS.sleep(POLL_MS);
        }
        return true;
    }
}
