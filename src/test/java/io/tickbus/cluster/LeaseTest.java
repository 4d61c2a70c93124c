package io.tickbus.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickbus.cluster.SimulatedCluster.Node;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LeaseTest {
    private static final int HISTORIES = 400;
    private static final int FAULTS_MS = 120_000;
    private static final int QUIET_MS = 40_000;

    /** A contender that does something every 10 ms as long as it holds the lease. */
    private static final class Worker implements Lease.Contender {
        private final Node node;
        private final Lease lease;
        private final List<String> acts;
        private final List<Long> epochs = new ArrayList<>();
        private final List<String> losses = new ArrayList<>();

        Worker(SimulatedCluster cluster, Node node, List<String> acts) {
            this.node = node;
            this.lease = new Lease(node, SimulatedCluster.LEASE, this);
            this.acts = acts;
            lease.contend();
            act(cluster);
        }

        private void act(SimulatedCluster cluster) {
            node.after(10, () -> act(cluster));
            if (lease.isHeld()) {
                acts.add(lease.epoch() + " " + node.name());
            }
        }

        @Override
        public Future<?> onAcquired(long epoch) {
            assertThat(epochs).as("no epoch is begun again").allMatch(earlier -> earlier < epoch);
            epochs.add(epoch);
            return Future.succeededFuture();
        }

        @Override
        public Future<?> lost(String reason) {
            losses.add(reason);
            return Future.succeededFuture();
        }
    }

    private final List<String> acts = new ArrayList<>();

    private Worker worker(SimulatedCluster cluster, String name) {
        return new Worker(cluster, cluster.node(name), acts);
    }

    /** Returns the nodes that acted, each with its epoch, in order and without repetitions. */
    private List<String> holders() {
        List<String> holders = new ArrayList<>();
        for (String act : acts) {
            if (holders.isEmpty() || !holders.get(holders.size() - 1).equals(act)) {
                holders.add(act);
            }
        }
        return holders;
    }

    /** Histories with {@code -Dtickbus.lease.first} and {@code -Dtickbus.lease.histories}. */
    @Test
    void noTwoHoldAtATimeAndNoneActsAfterAHigherEpochHas() {
        int takeovers = 0;
        long first = Long.getLong("tickbus.lease.first", 1);
        long histories = Long.getLong("tickbus.lease.histories", HISTORIES);
        for (long seed = first; seed < first + histories; seed++) {
            acts.clear();
            takeovers += takeovers(seed);
        }
        assertThat(takeovers).isGreaterThan((int) histories);
    }

    private int takeovers(long seed) {
        SimulatedCluster cluster = new SimulatedCluster(seed);
        cluster.nodesMin(2);
        List<Worker> workers =
                new ArrayList<>(List.of(worker(cluster, "a"), worker(cluster, "b"), worker(cluster, "c")));
        for (int fault = 0; fault < FAULTS_MS / 10_000; fault++) {
            int victim = cluster.random().nextInt(3);
            cluster.at(cluster.random().nextInt(FAULTS_MS), () -> harm(cluster, workers, victim));
        }
        watch(cluster, workers, seed);
        cluster.run(FAULTS_MS + 20_000);
        int before = acts.size();
        cluster.run(FAULTS_MS + 20_000 + QUIET_MS);

        assertThat(acts.size()).as("one acts in the end, seed %d", seed).isGreaterThan(before);
        Map<Long, String> byEpoch = new TreeMap<>();
        for (String holder : holders()) {
            long epoch = Long.parseLong(holder.split(" ", 2)[0]);
            assertThat(byEpoch.keySet())
                    .as(
                            "no act of a lower epoch, seed %d: %s",
                            seed, holders().stream().limit(20).toList())
                    .allMatch(earlier -> earlier < epoch);
            byEpoch.put(epoch, holder);
        }
        return byEpoch.size() - 1;
    }

    private void harm(SimulatedCluster cluster, List<Worker> workers, int index) {
        Node victim = workers.get(index).node;
        Random random = cluster.random();
        int ms = 100 + random.nextInt(20_000);
        switch (random.nextInt(7)) {
            case 5 -> restart(cluster, workers, index);
            case 0, 1 -> victim.freeze(ms);
            case 2 -> victim.cutOff(ms, true, false);
            case 3 -> victim.cutOff(ms, false, true);
            case 4 -> victim.cutOff(ms, true, true);
            default -> victim.forget();
        }
    }

    /** Kills a node; another one joins in its place, which may be before the others miss it. */
    private void restart(SimulatedCluster cluster, List<Worker> workers, int index) {
        Node killed = workers.get(index).node;
        if (killed.isAwake()) {
            killed.die();
            cluster.at(cluster.nowMs() + 100 + cluster.random().nextInt(3000), () -> {
                workers.set(index, worker(cluster, killed.name() + "'"));
            });
        }
    }

    private static void watch(SimulatedCluster cluster, List<Worker> workers, long seed) {
        cluster.at(cluster.nowMs() + 5, () -> {
            assertThat(workers.stream().filter(worker -> worker.lease.isHeld()).count())
                    .as("holders at %d ms, seed %d", cluster.nowMs(), seed)
                    .isLessThanOrEqualTo(1);
            watch(cluster, workers, seed);
        });
    }

    @ParameterizedTest
    @CsvSource({"1500, false", "3000, false", "9000, true", "15000, true"})
    void longFreezePassesItOnAndAShortOneDoesNot(int freezeMs, boolean passesOn) {
        SimulatedCluster cluster = new SimulatedCluster(7, true);
        Worker first = worker(cluster, "a");
        cluster.run(1000);
        Worker second = worker(cluster, "b");
        cluster.run(2000);
        assertThat(first.lease.isHeld()).isTrue();
        assertThat(second.lease.isHeld()).isFalse();

        first.node.freeze(freezeMs);
        cluster.run(30_000);
        assertThat(first.lease.isHeld()).isEqualTo(!passesOn);
        assertThat(second.lease.isHeld()).isEqualTo(passesOn);
        assertThat(first.losses).hasSize(passesOn ? 1 : 0);
    }

    @Test
    void deadHolderIsReplacedWithinTwoSeconds() {
        for (long diedMs = 5000; diedMs <= 5500; diedMs += 25) {
            SimulatedCluster cluster = new SimulatedCluster(3, true);
            Worker first = worker(cluster, "a");
            cluster.run(1000);
            Worker second = worker(cluster, "b");
            cluster.run(diedMs);
            first.node.die();
            cluster.run(diedMs + 2000);
            assertThat(second.lease.isHeld()).as("died at %d ms", diedMs).isTrue();
            assertThat(second.epochs.get(0)).isGreaterThan(first.epochs.get(0));
        }
    }

    @Test
    void epochsRiseThoughTheMapIsForgottenAndTheClockIsBehind() {
        SimulatedCluster cluster = new SimulatedCluster(3, true);
        Node ahead = cluster.node("a");
        ahead.clockAheadMs(3_600_000);
        Worker first = new Worker(cluster, ahead, acts);
        cluster.run(1000);
        Worker second = worker(cluster, "b");
        cluster.run(5000);
        assertThat(first.lease.isHeld()).isTrue();

        ahead.die();
        cluster.forgetMap();
        cluster.run(20_000);
        assertThat(second.lease.isHeld()).isTrue();
        assertThat(second.lease.epoch()).isGreaterThan(first.lease.epoch());
    }

    @Test
    void releasedLeaseIsHadAtOnceByTheNext() {
        SimulatedCluster cluster = new SimulatedCluster(4, true);
        Worker first = worker(cluster, "a");
        cluster.run(1000);
        Worker second = worker(cluster, "b");
        cluster.run(2000);
        Future<Void> released = first.lease.release();
        assertThat(first.lease.isHeld()).isFalse();
        cluster.run(3000);
        assertThat(released.succeeded()).isTrue();
        assertThat(second.lease.isHeld()).isTrue();
    }

    @Test
    void releasedWhileItIsBeingRenewedItIsHadByTheNextAsWell() {
        for (long releasedMs = 2000; releasedMs <= 3100; releasedMs += 3) {
            SimulatedCluster cluster = new SimulatedCluster(4, true);
            Worker first = worker(cluster, "a");
            cluster.run(1000);
            Worker second = worker(cluster, "b");
            cluster.run(releasedMs);
            first.lease.release();
            cluster.run(releasedMs + 1500);
            assertThat(second.lease.isHeld())
                    .as("released at %d ms", releasedMs)
                    .isTrue();
        }
    }

    @Test
    void failureOfAHolderThatHasLostItDoesNotFailTheStart() {
        SimulatedCluster cluster = new SimulatedCluster(6, true);
        Node node = cluster.node("a");
        Promise<Void> registered = Promise.promise();
        Future<Void> started = new Lease(node, SimulatedCluster.LEASE, new Lease.Contender() {
                    @Override
                    public Future<?> onAcquired(long epoch) {
                        return registered.future();
                    }

                    @Override
                    public Future<?> lost(String reason) {
                        registered.tryFail("unregistered before it was registered");
                        return Future.succeededFuture();
                    }
                })
                .contend();
        cluster.run(200);
        node.freeze(5200);
        cluster.run(5450);
        assertThat(registered.future().failed()).isTrue();
        assertThat(started.failed()).isFalse();
    }

    @Test
    void startIsOverWhenItIsKnownThatSomebodyElseHoldsIt() {
        SimulatedCluster cluster = new SimulatedCluster(5, true);
        worker(cluster, "a");
        cluster.run(1000);
        Node other = cluster.node("b");
        Lease lease = new Lease(other, SimulatedCluster.LEASE, new Lease.Contender() {
            @Override
            public Future<?> onAcquired(long epoch) {
                throw new AssertionError("it is held by another");
            }

            @Override
            public Future<?> lost(String reason) {
                throw new AssertionError("it was never had");
            }
        });
        Future<Void> settled = lease.contend();
        cluster.run(2000);
        assertThat(settled.succeeded()).isTrue();
    }

    @Test
    void whoCannotDoWhatItIsForGivesItBack() {
        SimulatedCluster cluster = new SimulatedCluster(6, true);
        List<String> losses = new ArrayList<>();
        Lease broken = new Lease(cluster.node("a"), SimulatedCluster.LEASE, new Lease.Contender() {
            @Override
            public Future<?> onAcquired(long epoch) {
                throw new IllegalStateException("no room");
            }

            @Override
            public Future<?> lost(String reason) {
                losses.add(reason);
                return Future.succeededFuture();
            }
        });
        Future<Void> settled = broken.contend();
        cluster.run(200);
        assertThat(settled.failed()).isTrue();
        assertThat(Objects.requireNonNull(settled.cause())).hasMessage("no room");
        assertThat(losses).containsExactly("it failed: no room");
        Worker other = worker(cluster, "b");
        cluster.run(3000);
        assertThat(other.lease.isHeld()).isTrue();
    }
}
