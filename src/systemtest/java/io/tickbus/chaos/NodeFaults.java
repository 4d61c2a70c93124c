package io.tickbus.chaos;

import io.tickbus.chaos.NodeFault.Cause;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Causes faults of nodes, one after the other and sometimes two at once. Enough nodes for an owner stay healthy. */
final class NodeFaults implements AutoCloseable {
    private static final long NANOS_PER_MS = 1_000_000;
    private static final int FREEZE_MS_MIN = 1000;
    private static final int FREEZE_MS_MAX = 12_000;
    private static final int RESTART_MS_MIN = 200;
    private static final int RESTART_MS_MAX = 5000;
    private static final int RECOVERY_MS_MAX = 20_000;
    private static final int SETTLE_MS = 3000;
    /** One of this many faults comes together with another fault. */
    private static final int PAIR_OF = 5;

    private final ClusterRig rig;
    private final Random random;
    private final List<NodeFault> kinds;
    private final @Nullable Integer freezeMs;
    private final Map<NodeFault, Integer> counts = new EnumMap<>(NodeFault.class);
    private final ExecutorService repairs = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "repair");
        thread.setDaemon(true);
        return thread;
    });

    /** @param freezeMs the length of a freeze, in ms; null for a random length */
    NodeFaults(ClusterRig rig, Random random, List<NodeFault> kinds, @Nullable Integer freezeMs) {
        this.freezeMs = freezeMs;
        this.rig = rig;
        this.random = random;
        this.kinds = kinds;
    }

    /**
     * Causes faults until a time. All nodes then run again.
     *
     * @param endNanos the time, in ns of {@link System#nanoTime}
     * @param perMinute the average number of faults in a minute
     */
    void run(long endNanos, double perMinute) throws IOException, InterruptedException {
        int meanMs = (int) (60_000 / perMinute);
        while (true) {
            long pauseNanos = between(meanMs * 4 / 5, meanMs * 6 / 5) * NANOS_PER_MS;
            if (System.nanoTime() + pauseNanos > endNanos) {
                rig.await(() -> System.nanoTime() > endNanos, Long.MAX_VALUE);
                return;
            }
            TimeUnit.NANOSECONDS.sleep(pauseNanos);
            if (!rig.await(this::isWell, RECOVERY_MS_MAX)) {
                rig.journal.say("not well " + RECOVERY_MS_MAX + " ms later: live " + rig.observer.isLive() + ", healthy "
                        + rig.healthy());
            }
            if (rig.observer.isOldest()) {
                rig.observer.renew();
                TimeUnit.MILLISECONDS.sleep(SETTLE_MS); // the start of a node is not counted as a fault
            }
            strike(endNanos);
        }
    }

    private boolean isWell() {
        return rig.observer.isLive() && rig.catchUp.isDone() && rig.healthy().size() > rig.nodesMin;
    }

    private void strike(long endNanos) {
        List<NodeProcess> healthy = new ArrayList<>(rig.healthy());
        int count = healthy.size() > rig.nodesMin + 1 && random.nextInt(PAIR_OF) == 0 ? 2 : 1;
        Map<NodeProcess, NodeFault> faults = new LinkedHashMap<>();
        while (faults.size() < count && healthy.size() > rig.nodesMin) {
            NodeFault kind = draw();
            NodeProcess victim = rig.victim(kind.role(), healthy, random);
            healthy.remove(victim);
            counts.merge(kind, 1, Integer::sum);
            faults.put(victim, kind);
        }
        // A takeover waits until the cluster has removed a frozen node, whatever the fault of the owner was.
        boolean anyIsFrozen = rig.nodes.stream().anyMatch(NodeProcess::isFrozen)
                || faults.values().stream().anyMatch(kind -> kind.cause() == Cause.FREEZE);
        faults.forEach((victim, kind) -> strike(kind, victim, endNanos, anyIsFrozen ? Cause.FREEZE : kind.cause()));
    }

    private NodeFault draw() {
        int at = random.nextInt(kinds.stream().mapToInt(NodeFault::weight).sum());
        for (NodeFault kind : kinds) {
            at -= kind.weight();
            if (at < 0) {
                return kind;
            }
        }
        throw new AssertionError("weights do not add up");
    }

    private void strike(NodeFault kind, NodeProcess victim, long endNanos, Cause counted) {
        boolean isOwner = rig.observer.ownerIndex() == victim.index();
        long leftMs = Math.max(1, (endNanos - System.nanoTime()) / NANOS_PER_MS);
        int ms = (int) Math.min(leftMs, duration(kind.cause()));
        rig.journal.say("%s of %s%s, for %d ms".formatted(kind, victim, isOwner ? ", the owner" : "", ms));
        long nanos = System.nanoTime();
        if (isOwner) {
            rig.ownership.lost(counted, nanos);
        } else {
            rig.catchUp.countSince(nanos, kind + " of " + victim, rig.feed.numbers());
        }
        String node = rig.ownership.node();
        if (kind.cause() == Cause.KILL) {
            victim.kill();
        }
        repairs.execute(() -> {
            try {
                carryOut(kind.cause(), victim, ms);
            } catch (IOException | InterruptedException failed) {
                rig.violations.add(victim + " was not set right: " + failed);
            }
            if (isOwner && kind.cause() == Cause.FREEZE) {
                rig.ownership.thawed(node);
            }
        });
    }

    private int duration(Cause cause) {
        int restartMs = between(RESTART_MS_MIN, RESTART_MS_MAX); // both are drawn, even if one is not used, so that later draws do not change
        int drawnMs = between(FREEZE_MS_MIN, FREEZE_MS_MAX);
        return cause != Cause.FREEZE ? restartMs : freezeMs == null ? drawnMs : freezeMs;
    }

    private void carryOut(Cause cause, NodeProcess victim, int ms) throws IOException, InterruptedException {
        if (cause == Cause.FREEZE) {
            victim.freeze(ms);
            rig.journal.say(victim + " goes on");
            return;
        }
        if (cause == Cause.END && !victim.terminate()) {
            rig.violations.add(victim + " did not end in time when it was told to");
        }
        Thread.sleep(ms);
        victim.restart();
        rig.journal.say(victim + " is started again");
    }

    int count() {
        return counts.values().stream().mapToInt(Integer::intValue).sum();
    }

    JsonObject toJson() {
        JsonObject json = new JsonObject();
        counts.forEach((kind, count) -> json.put(kind.toString().toLowerCase(Locale.ROOT), count));
        return json;
    }

    @Override
    public String toString() {
        return counts.entrySet().stream()
                .map(entry -> entry.getValue() + " " + entry.getKey().plural())
                .collect(Collectors.joining(", ", "faults " + count() + (counts.isEmpty() ? "" : ": "), ""));
    }

    /** Waits for the running faults. */
    @Override
    public void close() {
        repairs.shutdown();
        try {
            if (!repairs.awaitTermination(FREEZE_MS_MAX + RESTART_MS_MAX, TimeUnit.MILLISECONDS)) {
                repairs.shutdownNow();
            }
        } catch (InterruptedException ending) {
            Thread.currentThread().interrupt();
        }
    }

    private int between(int from, int to) {
        return from + random.nextInt(to - from);
    }
}
