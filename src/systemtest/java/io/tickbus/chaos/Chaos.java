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

/** Real processes, real faults, and a table that must be the log, row by row. */
@Command(
        name = "chaos",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Runs a tickerplant and a pipeline, each a process of its own, a feed, and a proxy between them; has things go"
                    + " wrong at random moments; and in the end compares the tables with the tickerplant's logs, row by"
                    + " row, all columns, in order. Exit code 1 when anything differs, or when catching up after the"
                    + " last fault takes more than a minute.",
            "",
            "The faults, in a mix drawn from the seed: cuts (within or between frames, or of what answers the next"
                    + " subscription) and resets of connections; stalls (nothing passes for a while), half-closes,"
                    + " trickles (byte by byte), refusals and swallows of new connections; kill -9 and restart, or"
                    + " SIGSTOP and SIGCONT, of the tickerplant or the pipeline; stalls of the owner of the tables; with"
                    + " --rolls also ends of days, two at most. Every second one comes while the last one is being made good; the pipeline is killed"
                    + " in the first third only, as what it had is not compared.",
            "",
            "Rows published are those in the logs that the subscribers asked for: what a tickerplant had not logged when it"
                    + " was killed was not published for good. A pipeline that is started again begins with the log of"
                    + " that day. Catching up takes from the end of a fault until all subscribers are LIVE and every"
                    + " table has a row that was sent after that end.",
            "",
            "With several nodes: --cluster --help; with an owner that is cut off: --cut --help.",
            ""
        })
public final class Chaos implements Callable<Integer> {
    private static final int QUIET_SECONDS_MAX = 60;

    @Option(names = "--seconds", defaultValue = "60", description = "How long; default ${DEFAULT-VALUE}.")
    private int seconds;

    @Option(names = "--seed", defaultValue = "1", description = "What is drawn; default ${DEFAULT-VALUE}.")
    private long seed;

    @Option(
            names = "--batch-ms",
            defaultValue = "0",
            description = "The tickerplant publishes every so many ms; default 0: at once.")
    private int batchMs;

    @Option(names = "--rate", defaultValue = "10000", description = "Rows a second; default ${DEFAULT-VALUE}.")
    private int rate;

    @Option(names = "--rolls", description = "Days end, too.")
    private boolean rolls;

    @Option(
            names = "--subscribers",
            defaultValue = "seed",
            description = "one for all tables, two with a table each, or syms for one that asks for half of them;"
                    + " default: drawn from the seed.")
    private String subscribers = "seed";

    @Option(names = "--replay", defaultValue = "seed", description = "file or ipc; default: drawn from the seed.")
    private String replay = "seed";

    @Option(names = "--overflow", defaultValue = "seed", description = "block or replay; default: drawn from the seed.")
    private String overflow = "seed";

    @Option(
            names = "--pings",
            defaultValue = "seed",
            description = "yes or no: whether a tickerplant that says nothing is given up; default: drawn from the seed.")
    private String pings = "seed";

    @Option(names = "--only", split = ",", description = "Only these faults, such as cuts,tickerplant-kills.")
    private List<String> only = List.of();

    @Option(names = "--faults", description = "No more than so many of them.")
    private int faultsMax = Integer.MAX_VALUE;

    @Option(
            names = "--stall-ms",
            description = "Every stall of the owner of the tables lasts so long; default: drawn from the seed.")
    private @Nullable Integer stallMs;

    @Option(names = "--verbose", description = "Say on standard error what happens when.")
    private boolean verbose;

    @Option(names = "--json", description = "Also write the figures to this file.")
    private @Nullable Path json;

    private final Map<FaultKind, Integer> counts = new EnumMap<>(FaultKind.class);

    /** Runs and prints. */
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
        // What a killed pipeline had is never compared: most of the time is left to one that lives to the end.
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

    /** Until the last rows are in the tables; they were sent when all faults were over. */
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
