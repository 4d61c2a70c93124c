package io.tickbus.chaos;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs real processes with real faults, and compares the tables with the tickerplant's log, row by row. */
@Command(
        name = "chaos",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Runs a tickerplant and a pipeline as processes, a feed, and a proxy between them. Causes faults at random times."
                    + " Finally compares the tables with the tickerplant's logs, row by row, all columns, in order. The exit"
                    + " code is 1 if anything differs, or if the recovery after the last fault takes more than a minute.",
            "",
            "The faults, in a mix drawn from the seed: cuts of connections (within or between frames, or within the reply to the"
                    + " next subscription) and resets; stalls (nothing passes for some time), half-closes, trickles (byte by"
                    + " byte), refused and ignored new connections; kill -9 and restart, or SIGSTOP and SIGCONT, of the"
                    + " tickerplant or the pipeline; stalls of the owner of the tables; with --rolls also ends of days, at"
                    + " most two. Every second fault comes during the recovery from the last one. The pipeline is killed in"
                    + " the first third of the run only, because the tables of a killed pipeline are not compared.",
            "",
            "Published rows are the rows of the logs that belong to the subscriptions. Rows that a killed tickerplant had not"
                    + " logged do not count. A restarted pipeline begins with the log of the day. The recovery takes from"
                    + " the end of a fault until all subscribers are LIVE and every table has a row that was sent after"
                    + " this end.",
            "",
            "See also --cluster --help for several nodes, and --cut --help for an owner that is cut off.",
            ""
        })
public final class Chaos implements Callable<Integer> {
    private static final int QUIET_SECONDS_MAX = 60;

    @Option(names = "--seconds", defaultValue = "60", description = "Length of the run, in s; default ${DEFAULT-VALUE}.")
    private int seconds;

    @Option(names = "--seed", defaultValue = "1", description = "Seed of the random settings and faults; default ${DEFAULT-VALUE}.")
    private long seed;

    @Option(
            names = "--batch-ms",
            defaultValue = "0",
            description = "Time between two publications of the tickerplant, in ms; default 0, at once.")
    private int batchMs;

    @Option(names = "--rate", defaultValue = "10000", description = "Rows a second; default ${DEFAULT-VALUE}.")
    private int rate;

    @Option(names = "--rolls", description = "Days end too.")
    private boolean rolls;

    @Option(
            names = "--subscribers",
            defaultValue = "seed",
            description = "one: a subscriber of all tables; two: a subscriber for each table; syms: one subscriber of half of the symbols;"
                    + " default: drawn from the seed.")
    private String subscribers = "seed";

    @Option(names = "--replay", defaultValue = "seed", description = "file or ipc; default: drawn from the seed.")
    private String replay = "seed";

    @Option(names = "--overflow", defaultValue = "seed", description = "block or replay; default: drawn from the seed.")
    private String overflow = "seed";

    @Option(
            names = "--pings",
            defaultValue = "seed",
            description = "yes or no: whether a silent tickerplant is disconnected; default: drawn from the seed.")
    private String pings = "seed";

    @Option(names = "--only", split = ",", description = "Only these faults, for example cuts,tickerplant-kills.")
    private List<String> only = List.of();

    @Option(names = "--faults", description = "Limit of the number of faults.")
    private int faultsMax = Integer.MAX_VALUE;

    @Option(
            names = "--stall-ms",
            description = "Length of each stall of the owner, in ms; default: drawn from the seed.")
    private @Nullable Integer stallMs;

    @Option(names = "--verbose", description = "Prints the events of the run on standard error.")
    private boolean verbose;

    @Option(names = "--json", description = "Also writes the figures to this file.")
    private @Nullable Path json;

    private final Map<FaultKind, Integer> counts = new EnumMap<>(FaultKind.class);

    /** Runs the command. */
    public static void main(String... args) {
        List<String> options = new ArrayList<>(List.of(args));
        boolean isCluster = options.remove("--cluster");
        boolean isCut = options.remove("--cut");
        CommandLine command = new CommandLine(isCut ? new CutChaos() : isCluster ? new ClusterChaos() : new Chaos());
        System.exit(command.execute(options.toArray(String[]::new)));
    }

    @Override
    public Integer call() throws Exception {
        Settings settings = Settings.drawn(seed, batchMs, rate, subscribers, replay, overflow, pings);
        List<FaultKind> kinds = kinds();
        try (RunDirectory dir = new RunDirectory("journal, pipeline.err, tickerplant.err, log")) {
            System.err.println(settings + "; logs and journal in " + dir.path() + " until all is well");
            try (Journal journal = new Journal(dir.path().resolve("journal"), verbose)) {
                boolean isWell = isWell(settings, kinds, dir.path(), journal);
                dir.keep(!isWell);
                return isWell ? 0 : 1;
            }
        }
    }

    private boolean isWell(Settings settings, List<FaultKind> kinds, Path dir, Journal journal)
            throws InterruptedException {
        try {
            return run(settings, kinds, dir, journal);
        } catch (IOException | RuntimeException failure) {
            journal.say(failure.toString());
            System.out.println("failed: " + failure.getMessage());
            return false;
        }
    }

    private List<FaultKind> kinds() {
        if (!only.isEmpty()) {
            return only.stream().map(FaultKind::of).toList();
        }
        return Arrays.stream(FaultKind.values())
                .filter(kind -> rolls || kind != FaultKind.ROLL)
                .toList();
    }

    private boolean run(Settings settings, List<FaultKind> kinds, Path dir, Journal journal)
            throws IOException, InterruptedException {
        try (Rig rig = new Rig(settings, dir, journal)) {
            rig.catchUp.faultIsOver("the start", rig.feed.numbers());
            haveFaults(rig, kinds);
            rig.feed.end();
            boolean isQuiet = awaitQuiet(rig);
            Verdict verdict = rig.compare();
            String line = verdict + "; " + faults() + "; worst catch-up %.1f s"
                    .formatted(rig.catchUp.worstSeconds());
            journal.say(line);
            journal.say("the worst catch-up was after " + rig.catchUp.worst());
            System.out.println(line + (isQuiet ? "" : "; not caught up within " + QUIET_SECONDS_MAX + " s of the end"));
            System.err.println("the worst catch-up was after " + rig.catchUp.worst() + "; events of the pipeline: "
                    + rig.pipeline.events() + "; at most " + rig.pipeline.mostInFlight() + " in flight");
            if (!verdict.firstDifference().isEmpty()) {
                journal.say(verdict.firstDifference());
                System.err.println("first difference: " + verdict.firstDifference());
            }
            if (json != null) {
                Files.writeString(json, figures(settings, verdict, rig, isQuiet).encodePrettily());
            }
            return verdict.isSame() && isQuiet;
        }
    }

    private void haveFaults(Rig rig, List<FaultKind> kinds) throws IOException, InterruptedException {
        Faults faults = new Faults(rig, new Random(seed), stallMs);
        long start = System.nanoTime();
        long end = start + seconds * 1_000_000_000L;
        // The tables of a killed pipeline are not compared. The last kill is therefore early, and most of the time belongs to the last pipeline.
        long lastKill = start + (end - start) / 3;
        List<FaultKind> withoutKills =
                kinds.stream().filter(kind -> kind != FaultKind.PIPELINE_KILL).toList();
        int count = 0;
        faults.pause();
        while (System.nanoTime() < end) {
            boolean isLate = System.nanoTime() > lastKill && !withoutKills.isEmpty();
            List<FaultKind> possible = faults.possible(isLate ? withoutKills : kinds);
            if (count++ < faultsMax && !possible.isEmpty()) {
                FaultKind kind = faults.draw(possible);
                rig.catchUp.faultBegins();
                faults.run(kind);
                rig.catchUp.faultIsOver(kind.toString(), rig.feed.numbers());
                counts.merge(kind, 1, Integer::sum);
            }
            faults.pause();
        }
    }

    /** Waits until the last rows are in the tables. They were sent after all faults. */
    private static boolean awaitQuiet(Rig rig) throws IOException, InterruptedException {
        rig.journal.say("no more faults, no more rows: " + rig.feed.numbers());
        long end = System.nanoTime() + QUIET_SECONDS_MAX * 1_000_000_000L;
        while (System.nanoTime() < end) {
            Standing standing = rig.pipeline.standing();
            if (standing.isLive() && standing.isAt(rig.feed.numbers())) {
                rig.journal.say("quiet");
                return true;
            }
            Thread.sleep(10);
        }
        rig.journal.say("not caught up: " + rig.pipeline.standing());
        return false;
    }

    private String faults() {
        int sum = counts.values().stream().mapToInt(Integer::intValue).sum();
        return "faults " + sum
                + counts.entrySet().stream()
                        .map(entry -> entry.getValue() + " " + entry.getKey().plural())
                        .collect(Collectors.joining(", ", sum == 0 ? "" : ": ", ""));
    }

    private JsonObject figures(Settings settings, Verdict verdict, Rig rig, boolean isQuiet)
            throws IOException {
        JsonObject byKind = new JsonObject();
        counts.forEach((kind, count) -> byKind.put(kind.toString().toLowerCase(Locale.ROOT), count));
        return new JsonObject()
                .put("seed", seed)
                .put("seconds", seconds)
                .put("settings", settings.toString())
                .put("verdict", verdict.toJson())
                .put("faults", byKind)
                .put("worstCatchUpSeconds", rig.catchUp.worstSeconds())
                .put("worstCatchUpAfter", rig.catchUp.worst())
                .put("events", new JsonObject(Map.copyOf(rig.pipeline.events())))
                .put("caughtUpAtTheEnd", isQuiet);
    }
}
