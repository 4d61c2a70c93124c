package io.tickbus.subscriber;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tickbus.config.SubscriberConfig;
import io.tickbus.q.Value;
import io.tickbus.q.wire.FakeQ;
import io.tickbus.replication.OpenPartition;
import io.tickbus.subscriber.FakeOwner.Answer;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.ThreadingModel;
import io.vertx.core.VerticleBase;
import io.vertx.core.json.JsonObject;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Wherever a subscriber waits, stopping ends its thread at once, with what it had received in the table. */
class StopTest extends RigTest {
    private static final int HOUR_MS = 3_600_000;

    @BeforeEach
    void waitForThreadsOfOtherTests() {
        Rig.until("threads of other tests are gone", () -> Rig.qThreads() == 0);
    }

    @Test
    void whileConnecting() throws Exception {
        try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Socket first = new Socket(full.getInetAddress(), full.getLocalPort());
                Socket second = new Socket(full.getInetAddress(), full.getLocalPort())) {
            assertThat(first.isConnected() && second.isConnected()).isTrue();
            rig.deploy(rig.config("port", full.getLocalPort()));
            Rig.until("connecting", () -> !rig.statuses.isEmpty());
            rig.stopsSoon();
        }
    }

    @Test
    void inTheHandshake() throws Exception {
        rig.deploy(rig.config());
        rig.q.accept().readHandshake();
        rig.stopsSoon();
    }

    @Test
    void whileSubscribing() throws Exception {
        rig.deploy(rig.config());
        rig.q.greet().read();
        rig.stopsSoon();
    }

    @Test
    void whileReading() throws Exception {
        rig.ownTables();
        FakeQ.Peer peer = rig.live(rig.config());
        rig.stopsSoon();
        assertThat(peer.endsNext()).isTrue();
    }

    @Test
    void whileTheOwnerIsSilentAboutAnOpening() throws Exception {
        Rig.await(rig.vertx
                .eventBus()
                .consumer(OpenPartition.ADDRESS, message -> {})
                .completion());
        rig.deploy(rig.config());
        FakeQ.Peer peer = rig.q.greet();
        peer.read();
        peer.reply(new io.tickbus.q.GeneralList(io.tickbus.q.Atom.symbol("prices"), Rig.prices()));
        rig.stopsSoon();
    }

    @Test
    void whileTheWindowIsFull() throws Exception {
        FakeOwner owner = new FakeOwner(rig, batch -> Answer.IGNORE);
        FakeQ.Peer peer = rig.live(rig.config("batchRowsMax", 1, "inFlightRowsMax", 3, "stopTimeoutMs", 50));
        peer.push(LongStream.range(0, 100).mapToObj(Rig::upd).toArray(Value[]::new));
        Rig.until("full", () -> owner.batches.size() == 3);
        rig.stopsSoon();
    }

    @Test
    void whileBackingOff() throws Exception {
        rig.q.close();
        rig.deploy(rig.config("reconnectDelayMsMin", HOUR_MS, "reconnectDelayMsMax", HOUR_MS));
        Rig.until("backs off", () -> rig.states().stream().anyMatch(state -> state.startsWith("BACKING_OFF")));
        rig.stopsSoon();
    }

    @Test
    void whatWasReceivedIsInTheTable() throws Exception {
        rig.ownTables();
        FakeQ.Peer peer = rig.live(rig.config("batchRowsMax", 3, "inFlightRowsMax", 3));
        peer.push(LongStream.range(0, 5000).mapToObj(Rig::upd).toArray(Value[]::new));
        Rig.until("some rows", () -> rig.numbers().length > 0);
        rig.stopsSoon();

        long[] numbers = rig.numbers();
        assertThat(numbers).containsExactly(Rig.range(0, numbers.length));
        assertThat(rig.lastStatus().getLong("received")).isEqualTo(numbers.length);
        assertThat(rig.lastStatus().getLong("applied")).isEqualTo(numbers.length);
    }

    @Test
    void endOfVertxStopsToo() throws Exception {
        rig.deploy(rig.config());
        rig.q.greet().read();
        Rig.await(rig.vertx.close());
        Rig.until("no thread", () -> Rig.qThreads() == 0);
    }

    @Test
    void parentWhoseStartFailsStopsItsSubscriber() throws Exception {
        SubscriberConfig config = rig.config();
        Future<String> deployed = rig.vertx.deployVerticle(new VerticleBase() {
            @Override
            public Future<?> start() {
                return vertx.deployVerticle(new SubscriberVerticle(config))
                        .compose(child -> Future.failedFuture("decided so"));
            }
        });
        assertThatThrownBy(() -> Rig.await(deployed)).hasMessageContaining("decided so");
        Rig.until("no thread", () -> Rig.qThreads() == 0);
        assertThat(rig.vertx.deploymentIDs()).isEmpty();
    }

    @Test
    void badConfigurationStartsNoThread() {
        Future<String> deployed = rig.vertx.deployVerticle(
                SubscriberVerticle.class.getName(),
                new DeploymentOptions()
                        .setConfig(new JsonObject().put("name", "s").put("prot", 1)));
        assertThatThrownBy(() -> Rig.await(deployed))
                .hasMessageContaining("prot")
                .hasMessageContaining("port");
        assertThat(Rig.qThreads()).isZero();
    }

    @Test
    void deployedByClassNameItReadsItsConfigurationAsJson() throws Exception {
        rig.ownTables();
        Rig.await(rig.vertx.deployVerticle(
                SubscriberVerticle.class.getName(),
                new DeploymentOptions()
                        .setThreadingModel(ThreadingModel.WORKER)
                        .setConfig(new JsonObject()
                                .put("name", "s")
                                .put("port", rig.q.port())
                                .put("replay", "none"))));
        rig.live().push(Rig.upd(1));
        rig.untilNumbersAre(1);
    }

    @Test
    void stopMayBeCalledAgainAndBeforeTheStart() throws Exception {
        QThread never = new QThread(new VertxSubscriberHost(rig.vertx, rig.config(), () -> true), rig.config());
        Rig.await(never.stop());
        Rig.await(never.stop());
        never.start(); // a stop that overtook the start
        QThread started = new QThread(
                new VertxSubscriberHost(rig.vertx, rig.config("name", "t"), () -> true), rig.config("name", "t"));
        started.start();
        rig.q.greet();
        Rig.await(Future.all(started.stop(), started.stop()));
        Rig.await(started.stop());
        Rig.until("no thread", () -> Rig.qThreads() == 0);
    }

    @Test
    void hundredRoundsLeaveNoThread() throws Exception {
        rig.ownTables();
        int warm = 0;
        for (int round = 0; round < 120; round++) {
            FakeQ.Peer peer = rig.live(rig.config());
            peer.push(Rig.upd(round));
            Rig.await(rig.vertx.undeploy(rig.deployment()));
            peer.close();
            if (round == 19) { // Vert.x's own pools are full by then
                warm = Thread.activeCount();
            }
        }
        Rig.until("no thread", () -> Rig.qThreads() == 0);
        assertThat(Thread.activeCount()).isLessThanOrEqualTo(warm + 5);
        assertThat(rig.vertx.deploymentIDs()).hasSize(1);
    }
}
