package io.tickbus.cluster;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Nodes that contend for one lease, in a time of its own. A node that is frozen for long is put out by the others; when it wakes
 * it is alone with a copy of the map for a while, and what it writes there succeeds and is forgotten when it is let in again.
 * Answers come late, and some writes fail though they were done.
 */
final class SimulatedCluster {
    static final String LEASE = "tables";
    private static final int SILENT_MS_MAX = 5000;
    private static final int PUT_OUT_MS_MAX = 7000;
    private static final int ALONE_MS_MAX = 8000;
    private static final int LATENCY_MS_MAX = 40;
    /** How long a write may hang whose copy is on a frozen node. */
    private static final int HANG_MS_MAX = 7000;

    private record Event(long atMs, long number, Runnable action) {}

    private final PriorityQueue<Event> events =
            new PriorityQueue<>(Comparator.comparingLong(Event::atMs).thenComparingLong(Event::number));
    private final Random random;
    private final Map<String, String> map = new HashMap<>();
    private final Set<String> members = new TreeSet<>();
    private long nowMs;
    private long number;

    private final boolean calm;

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
        return new Node(name);
    }

    /** One JVM. */
    final class Node implements Host {
        private final String name;
        private final List<Runnable> whenAwake = new ArrayList<>();
        private boolean frozen;
        private boolean dead;
        private @Nullable Map<String, String> island;

        Node(String name) {
            this.name = name;
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
            int putOutMs = SILENT_MS_MAX + random.nextInt(PUT_OUT_MS_MAX - SILENT_MS_MAX);
            if (ms > putOutMs) {
                at(nowMs + putOutMs, () -> {
                    members.remove(name);
                    island = new HashMap<>(map);
                });
            }
            at(nowMs + ms, this::wake);
        }

        private void wake() {
            frozen = false;
            if (island != null) {
                at(nowMs + random.nextInt(ALONE_MS_MAX), () -> {
                    island = null;
                    members.add(name);
                });
            }
            List<Runnable> due = new ArrayList<>(whenAwake);
            whenAwake.clear();
            java.util.Collections.shuffle(due, random); // nobody knows what a loop does first
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
        public long epochMin() {
            return nowMs;
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
            return island == null ? new HashSet<>(members) : Set.of(name);
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
