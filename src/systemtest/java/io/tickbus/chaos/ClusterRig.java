package io.tickbus.chaos;

import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** All processes of a run: feed, tickerplant, the nodes of a cluster, and an observer. */
final class ClusterRig implements AutoCloseable {
    private static final int START_MS_MAX = 60_000;
    private static final int POLL_MS = 20;

    final Journal journal;
    final Violations violations;
    final TickerplantProcess tickerplant;
    final Feed feed;
    final List<NodeProcess> nodes = new ArrayList<>();
    final Ownership ownership;
    final Observer observer;
    final CatchUp catchUp;
    final List<ReadAlong> readers;
    final int nodesMin;
    private final LocalDate firstDay;
    private int startsAskedFor;

    /**
     * Starts all processes, and waits until there is an owner and every subscription is LIVE.
     *
     * @param dir the directory for the logs and the output of the processes
     */
    ClusterRig(ClusterSettings settings, Path dir, Journal journal) throws IOException, InterruptedException {
        this.journal = journal;
        this.nodesMin = settings.nodesMin();
        violations = new Violations(journal);
        int rate = settings.rate() == 0 ? Integer.MAX_VALUE : settings.rate();
        Settings drawn = Settings.drawn(settings.seed(), 0, rate, "two", "file", "block", "no");
        tickerplant = new TickerplantProcess(drawn, dir);
        firstDay = tickerplant.day();
        feed = new Feed(settings.seed(), rate);
        ownership = new Ownership(journal, violations, this::takenOver);
        for (int i = 0; i < settings.nodes(); i++) {
            nodes.add(new NodeProcess(i, settings.config(i, tickerplant.port()), settings.heap(), dir));
            TimeUnit.MILLISECONDS.sleep(500); // the first node forms the cluster, and the observer is not its oldest member
        }
        observer = new Observer(settings, ownership, violations, journal);
        catchUp = new CatchUp(observer::standing, journal);
        feed.start(tickerplant.port());
        if (!await(() -> observer.isLive() && healthy().size() == nodes.size(), START_MS_MAX)) {
            violations.add("not all LIVE within " + START_MS_MAX + " ms of the start");
        }
        readers = Settings.TABLES.stream()
                .map(table -> new ReadAlong(observer, violations, table))
                .toList();
        journal.say("all is up, " + settings);
    }

    private void takenOver(long sinceNanos) {
        CatchUp measured = catchUp;
        if (measured != null) {
            measured.countSince(sinceNanos, "the takeover", feed.numbers());
        }
    }

    /**
     * Waits for a condition, and records nodes that have ended by themselves. Returns false if the condition is false
     * at the end of the time.
     */
    boolean await(BooleanSupplier condition, long msMax) throws InterruptedException {
        long start = System.nanoTime();
        while (!condition.getAsBoolean()) {
            if ((System.nanoTime() - start) / 1_000_000 > msMax) {
                return false;
            }
            lookAfter();
            Thread.sleep(POLL_MS);
        }
        return true;
    }

    private void lookAfter() {
        for (NodeProcess node : nodes) {
            if (node.hasEndedByItself()) {
                node.kill();
                try {
                    if (node.wantsToBeStarted()) {
                        startsAskedFor++;
                        journal.say(node + " wants to be started again");
                    } else {
                        violations.add(node + " has ended by itself");
                    }
                    node.restart();
                } catch (IOException failed) {
                    violations.add(node + " cannot be started: " + failed);
                }
            }
        }
    }

    /** Returns how often a node has ended by itself and asked to be started again. */
    int startsAskedFor() {
        return startsAskedFor;
    }

    /** Returns the nodes that run and have reported since they were started. */
    List<NodeProcess> healthy() {
        return nodes.stream()
                .filter(node -> node.runs() && observer.hasHeard(node.index(), node.sinceNanos()))
                .toList();
    }

    /** Returns the healthy node that has a role now. If there is none, returns another healthy node. */
    NodeProcess victim(NodeRole role, List<NodeProcess> healthy, Random random) {
        int owner = observer.ownerIndex();
        Set<Integer> holders = Set.copyOf(ClusterSettings.SUBSCRIPTIONS.stream()
                .map(observer::holderIndex)
                .distinct()
                .toList());
        List<NodeProcess> others =
                healthy.stream().filter(node -> node.index() != owner).toList();
        List<NodeProcess> fitting =
                switch (role) {
                    case OWNER -> healthy.stream()
                            .filter(node -> node.index() == owner)
                            .toList();
                    case SUBSCRIBER -> firstNotEmpty(
                            others.stream()
                                    .filter(node -> holders.contains(node.index()))
                                    .toList(),
                            healthy.stream()
                                    .filter(node -> holders.contains(node.index()))
                                    .toList());
                    case STANDBY -> firstNotEmpty(
                            others.stream()
                                    .filter(node -> !holders.contains(node.index()))
                                    .toList(),
                            others);
                };
        List<NodeProcess> choice = firstNotEmpty(fitting, healthy);
        return choice.get(random.nextInt(choice.size()));
    }

    private static List<NodeProcess> firstNotEmpty(List<NodeProcess> first, List<NodeProcess> second) {
        return first.isEmpty() ? second : first;
    }

    /** Waits until the last rows are in the tables, and all nodes run without a fault. */
    boolean awaitQuiet(int msMax) throws InterruptedException {
        journal.say("no more faults, no more rows: " + feed.numbers());
        boolean isQuiet = await(this::isQuiet, msMax);
        journal.say(isQuiet ? "quiet" : "not caught up: healthy " + healthy() + ", live " + observer.isLive());
        return isQuiet;
    }

    private boolean isQuiet() {
        try {
            return healthy().size() == nodes.size()
                    && observer.isLive()
                    && observer.hasNoLag()
                    && observer.standing().isAt(feed.numbers());
        } catch (IOException noOwner) {
            return false;
        }
    }

    Verdict compare() throws IOException {
        Verdict sum = Verdict.NOTHING;
        for (String table : Settings.TABLES) {
            Comparison comparison = new Comparison(
                    tickerplant.logs(firstDay), table, Set.of(), new TableRows(observer.vertx(), table));
            sum = sum.plus(comparison.verdict());
        }
        return sum;
    }

    @Override
    public void close() {
        nodes.forEach(NodeProcess::kill);
        tickerplant.kill();
        observer.close();
    }
}
