package io.tickbus.cluster;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Nodes that contend for one lease, in virtual time. Other nodes remove a node that is frozen for long. After the
 * freeze this node is alone with a copy of the map for some time. Its writes to the copy succeed, and are lost when
 * it joins again. A node that is cut off, in one or both directions, continues: its list of nodes stays unchanged for
 * 5 to 7 s or longer, and its map operations succeed on its own copy or hang. Its messages are lost or arrive after
 * the cut. Answers come late, and some writes fail although they were applied. The clocks of the nodes differ by up
 * to an hour.
 */
final class SimulatedCluster {
    static final String LEASE = "tables";
    private static final int SILENT_MS_MAX = 5000;
    private static final int PUT_OUT_MS_MAX = 7000;
    private static final int ALONE_MS_MAX = 8000;
    private static final int LATENCY_MS_MAX = 40;
    private static final int CLOCK_MS_MAX = 3_600_000;
    /** How long a write may hang whose copy is on a frozen node. */
    private static final int HANG_MS_MAX = 7000;

    private record Event(long atMs, long number, Runnable action) {}

    private final PriorityQueue<Event> events =
            new PriorityQueue<>(Comparator.comparingLong(Event::atMs).thenComparingLong(Event::number));
    private final Random random;
    private final Map<String, String> map = new HashMap<>();
    private final Set<String> members = new TreeSet<>();
    private final Map<String, Node> nodes = new HashMap<>();
    private final boolean calm;
    private long nowMs;
    private long number;
    private int nodesMin = 1;

    SimulatedCluster(long seed) {
        this(seed, false);
    }

    /** @param calm whether answers come soon, and say what was done */
    SimulatedCluster(long seed, boolean calm) {
        this.random = new Random(seed);
        this.calm = calm;
    }

    long nowMs() {
        return nowMs;
    }

    Random random() {
        return random;
    }

    void at(long ms, Runnable action) {
        events.add(new Event(ms, number++, action));
    }

    void run(long untilMs) {
        while (!events.isEmpty() && events.element().atMs <= untilMs) {
            Event next = events.remove();
            nowMs = next.atMs;
            next.action.run();
        }
    }

    Node node(String name) {
        members.add(name);
        Node node = new Node(name, nodes.isEmpty());
        nodes.put(name, node);
        return node;
    }

    /** Loses what the map has, as when all nodes that had a copy end. */
    void forgetMap() {
        map.clear();
    }

    /** Sets how many nodes it takes for a holder; 1 unless this is called. */
    void nodesMin(int count) {
        nodesMin = count;
    }

    private int putOutMs() {
        return SILENT_MS_MAX + random.nextInt(PUT_OUT_MS_MAX - SILENT_MS_MAX);
    }

    /** One JVM. */
    final class Node implements LeaseHost {
        private final String name;
        private final List<Runnable> whenAwake = new ArrayList<>();
        private boolean frozen;
        private boolean dead;
        private @Nullable Map<String, String> island;
        private @Nullable Set<String>
                view; // the node's own list of members; null if it has the list of the other nodes
        private boolean isOldest;
        private LeaseVoter voter = new LeaseVoter(this::nanoTime);
        private boolean cutOut;
        private boolean cutIn;
        private boolean mapHangs; // its map operations, while it is cut off
        private long clockMs; // how far the node's clock is ahead, in ms

        Node(String name, boolean isOldest) {
            this.name = name;
            this.isOldest = isOldest;
            this.clockMs = calm ? 0 : random.nextInt(2 * CLOCK_MS_MAX) - CLOCK_MS_MAX;
        }

        void clockAheadMs(long ms) {
            clockMs = ms;
        }

        String name() {
            return name;
        }

        boolean isAwake() {
            return !frozen && !dead;
        }

        void die() {
            dead = true;
            at(nowMs + 400, () -> members.remove(name));
        }

        void freeze(long ms) {
            if (!isAwake()) {
                return;
            }
            frozen = true;
            int putOutMs = putOutMs();
            if (ms > putOutMs) {
                at(nowMs + putOutMs, () -> {
                    members.remove(name);
                    island = new HashMap<>(map);
                });
            }
            at(nowMs + ms, this::wake);
        }

        boolean isCutOff() {
            return cutOut || cutIn;
        }

        /** Loses what this node sends, what it is sent, or both. */
        void cutOff(long ms, boolean out, boolean in) {
            if (!isAwake() || isCutOff() || island != null) {
                return;
            }
            cutOut = out;
            cutIn = in;
            mapHangs = random.nextBoolean();
            view = new HashSet<>(members);
            island = new HashMap<>(map);
            Map<String, String> before = new HashMap<>(map);
            int putOutMs = putOutMs();
            int aloneMs = in ? putOutMs() : putOutMs + putOutMs();
            if (ms > putOutMs) {
                at(nowMs + putOutMs, () -> members.remove(name));
            }
            if (ms > aloneMs) {
                at(nowMs + aloneMs, () -> view = Set.of(name));
            }
            at(nowMs + ms, () -> heal(before));
        }

        private void heal(Map<String, String> before) {
            cutOut = false;
            cutIn = false;
            mapHangs = false;
            if (!members.contains(name) || !nodes().equals(members)) {
                comeBack();
                return;
            }
            if (map.equals(before) && island != null) {
                map.putAll(island);
            }
            island = null;
            view = null;
        }

        private void comeBack() {
            at(nowMs + random.nextInt(ALONE_MS_MAX), () -> {
                island = null;
                view = null;
                if (!dead) {
                    members.add(name);
                }
            });
        }

        /** Forgets what it has promised, as a node that is started again. */
        void forget() {
            voter = new LeaseVoter(this::nanoTime);
            isOldest = false;
        }

        private void wake() {
            frozen = false;
            if (island != null && !isCutOff()) {
                comeBack();
            }
            List<Runnable> due = new ArrayList<>(whenAwake);
            whenAwake.clear();
            java.util.Collections.shuffle(due, random); // the order in a loop is not defined
            due.forEach(Runnable::run);
        }

        private void whenAwake(Runnable action) {
            if (dead) {
                return;
            }
            if (frozen) {
                whenAwake.add(action);
            } else {
                action.run();
            }
        }

        @Override
        public long nanoTime() {
            return nowMs * 1_000_000;
        }

        @Override
        public long epochAfter(long last) {
            return Math.max(last + 1, nowMs + clockMs);
        }

        @Override
        public long silentMsMax() {
            return SILENT_MS_MAX;
        }

        @Override
        public boolean isAlone() {
            return false;
        }

        @Override
        public String node() {
            return name;
        }

        @Override
        public Set<String> nodes() {
            if (view != null) {
                return view;
            }
            return island == null ? new HashSet<>(members) : Set.of(name);
        }

        @Override
        public Set<String> voters() {
            return nodes();
        }

        @Override
        public int votesNeeded() {
            return Math.max(nodesMin, nodes().size() / 2 + 1);
        }

        @Override
        public List<Future<LeaseVote>> requestVotes(LeaseClaim claim) {
            List<Future<LeaseVote>> votes = new ArrayList<>();
            for (String voter : nodes()) {
                Promise<LeaseVote> vote = Promise.promise();
                Node other = Objects.requireNonNull(nodes.get(voter));
                send(other, () -> {
                    LeaseVote given = other.voter.vote(claim, other.nodes().contains(name), other.isOldest);
                    other.send(this, () -> vote.complete(given));
                });
                votes.add(vote.future());
            }
            return votes;
        }

        private void send(Node other, Runnable received) {
            if (other.name.equals(name)) {
                received.run();
                return;
            }
            boolean lost = random.nextBoolean();
            at(nowMs + 1 + random.nextInt(LATENCY_MS_MAX), () -> {
                if (!cutOut && !other.cutIn) {
                    other.whenAwake(received);
                } else if (!lost) {
                    at(nowMs + 200, () -> send(other, received));
                }
            });
        }

        @Override
        public long modestyMs() {
            return 0;
        }

        @Override
        public void noteHeld(String lease, boolean held) {}

        @Override
        public Future<@Nullable String> read(String lease) {
            return call(() -> copy().get(lease));
        }

        private Map<String, String> copy() {
            return island == null ? map : island;
        }

        @Override
        public Future<Boolean> write(String lease, @Nullable String expected, String value) {
            return call(() -> {
                String there = copy().get(lease);
                boolean same = expected == null ? there == null : expected.equals(there);
                if (same) {
                    copy().put(lease, value);
                }
                return same;
            });
        }

        /** Done after a while, frozen or not: it was on its way; the answer waits until the node is awake. */
        private <T> Future<@Nullable T> call(Supplier<@Nullable T> work) {
            Promise<@Nullable T> promise = Promise.promise();
            boolean hangs = !calm && random.nextInt(20) == 0;
            long doneMs = nowMs + 1 + random.nextInt(hangs ? HANG_MS_MAX : LATENCY_MS_MAX);
            boolean unknown = !calm && random.nextInt(15) == 0;
            at(doneMs, () -> {
                if (dead) {
                    return;
                }
                if (isCutOff() && mapHangs) {
                    at(nowMs + HANG_MS_MAX, () -> whenAwake(() -> promise.fail("no answer")));
                    return;
                }
                if (isCutOff() && nodes().size() < nodesMin) {
                    at(nowMs, () -> whenAwake(() -> promise.fail("too few nodes")));
                    return;
                }
                T result = work.get();
                at(
                        nowMs + random.nextInt(LATENCY_MS_MAX),
                        () -> whenAwake(() -> {
                            if (unknown) {
                                promise.fail("nobody knows");
                            } else {
                                promise.complete(result);
                            }
                        }));
            });
            return promise.future();
        }

        @Override
        public void after(long delayMs, Runnable action) {
            at(nowMs + delayMs, () -> whenAwake(action));
        }
    }
}
