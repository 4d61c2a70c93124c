package io.tickbus.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.hazelcast.splitbrainprotection.SplitBrainProtectionException;
import io.tickbus.config.ClusterConfig;
import io.tickbus.junit5.FreePort;
import io.tickbus.server.Logged;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.MessageConsumer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClustersTest {
    private static final String LEASES = "tickbus.leases";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path dir;

    private static int dataNodes(Vertx vertx) {
        return (int)
                Clusters.nodes(vertx).stream().filter(node -> !node.client()).count();
    }

    @Test
    void nodeIsNamedByItsAddress() throws Exception {
        try (TestCluster cluster = new TestCluster()) {
            Vertx node = cluster.join(Map.of());

            assertThat(Clusters.nodeName(node)).isEqualTo(cluster.address());
            assertThat(Clusters.nodes(node)).containsExactly(new ClusterNode(cluster.address(), false));
        }
    }

    @Test
    void nodeWithoutAClusterIsLocal() throws Exception {
        Vertx vertx = Vertx.vertx();
        assertThat(Clusters.nodeName(vertx)).isEqualTo("local");
        assertThat(Clusters.nodes(vertx)).isEmpty();
        TestCluster.await(vertx.close());
    }

    @Test
    void clientUsesTheBusOfTheNodesAndHasNoData() throws Exception {
        try (TestCluster cluster = new TestCluster()) {
            Vertx node = cluster.join(Map.of());
            TestCluster.await(node.eventBus()
                    .<String>consumer("greeting", message -> message.reply("hello " + message.body()))
                    .completion());
            Vertx client = cluster.joinAsClient();

            Object reply = TestCluster.await(
                    client.eventBus().request("greeting", "world").map(answer -> answer.body()));
            assertThat(reply).isEqualTo("hello world");
            assertThat(dataNodes(client)).isEqualTo(1);
            assertThat(Clusters.nodes(client))
                    .filteredOn(ClusterNode::client)
                    .extracting(ClusterNode::address)
                    .containsExactly(Clusters.nodeName(client));
        }
    }

    @Test
    void clientFormsNoClusterOfItsOwn() throws Exception {
        try (TestCluster cluster = new TestCluster()) {
            assertThatThrownBy(cluster::joinAsClient)
                    .isInstanceOf(JoinException.class)
                    .hasMessage("no cluster at " + cluster.address() + " (cluster.members, --members)");
        }
    }

    @Test
    void unknownHostIsToldToAClient() {
        ClusterConfig config = ClusterConfig.of(Map.of("members", List.of("no-such-host.invalid")), Map.of());

        assertThatThrownBy(() -> TestCluster.await(Clusters.joinAsClient(config, TestCluster.WIRE_VERSION)))
                .isInstanceOf(JoinException.class)
                .hasMessage("no cluster at no-such-host.invalid:5701 (unknown host) (cluster.members, --members)");
    }

    @Test
    void nodeThatFindsNoMemberSaysThatItIsAlone() throws Exception {
        try (TestCluster cluster = new TestCluster();
                TestCluster other = new TestCluster();
                Logged logged = new Logged(HazelcastClusters.class)) {
            Vertx alone = cluster.joined(Clusters.join(
                    cluster.config(Map.of(), Map.of()).withMembers(List.of("no-such-host.invalid", other.address())),
                    TestCluster.WIRE_VERSION));
            while (logged.lines().isEmpty()) {
                Thread.sleep(10);
            }
            assertThat(Clusters.nodes(alone)).hasSize(1);
            assertThat(logged.lines())
                    .containsExactly("no other member was found: this node is alone in a cluster of its own for now"
                            + " members=[no-such-host.invalid: unknown host, " + other.address()
                            + ": Connection refused]");
        }
    }

    @Test
    void nodeThatIsAmongItsMembersIsNoWarning() throws Exception {
        try (TestCluster cluster = new TestCluster()) {
            assertThat(ClusterSeeds.silent(cluster.config(Map.of(), Map.of()), cluster.address()))
                    .isEmpty();
        }
    }

    @Test
    void clientThatMeetsSomethingElseThanAMemberFormsNoClusterEither() throws Exception {
        try (ServerSocket other = new ServerSocket(0, 0, InetAddress.getLoopbackAddress())) {
            String address = "127.0.0.1:" + other.getLocalPort();
            Thread hangUp = new Thread(() -> hangUp(other), "other");
            hangUp.setDaemon(true);
            hangUp.start();
            ClusterConfig config = ClusterConfig.of(Map.of("members", List.of(address)), Map.of());

            assertThatThrownBy(() -> TestCluster.await(Clusters.joinAsClient(config, TestCluster.WIRE_VERSION)))
                    .isInstanceOf(JoinException.class)
                    .hasMessageStartingWith("no cluster at " + address);
        }
    }

    @Test
    void nodeOfAnotherWireVersionLeavesAndSaysWhom() throws Exception {
        try (TestCluster cluster = new TestCluster()) {
            Vertx node = cluster.join(Map.of());

            assertThatThrownBy(() -> cluster.joined(Clusters.join(cluster.config(Map.of(), Map.of()), 8)))
                    .isInstanceOf(JoinException.class)
                    .hasMessage("the node at " + cluster.address() + " speaks wire version 7 and this one 8:"
                            + " all nodes of a cluster have to be of one version of Tickbus");
            TestCluster.awaitNodes(node, 1);
        }
    }

    @Test
    void withFewerThanNodesMinThereAreNoLeasesWhateverTheClients() throws Exception {
        try (TestCluster cluster = new TestCluster()) {
            Vertx first = cluster.join(Map.of("nodesMin", 2));
            cluster.joinAsClient();
            var leases =
                    Objects.requireNonNull(HazelcastMembership.hazelcast(first)).getMap(LEASES);
            assertThatThrownBy(() -> leases.put("tables", 1)).isInstanceOf(SplitBrainProtectionException.class);
            assertThatThrownBy(() -> leases.get("tables")).isInstanceOf(SplitBrainProtectionException.class);

            cluster.join(Map.of("nodesMin", 2));
            leases.put("tables", 2);
            assertThat(leases.get("tables")).isEqualTo(2);
        }
    }

    @Test
    void nodeThatIsOutOfItsClusterUndeploysAllAndFreesItsPorts() throws Exception {
        try (TestCluster cluster = new TestCluster()) {
            Vertx node = cluster.join(Map.of());
            Server server = new Server();
            TestCluster.await(node.deployVerticle(server));
            Objects.requireNonNull(HazelcastMembership.hazelcast(node))
                    .getLifecycleService()
                    .terminate();

            TestCluster.await(node.undeploy(server.deploymentID()));
            new ServerSocket(server.port, 1, InetAddress.getLoopbackAddress()).close();
            TestCluster.await(node.close());
        }
    }

    /** Has a child that listens on the bus, as the web verticle has. */
    private static final class Server extends VerticleBase {
        private final int port = FreePort.choose();

        @Override
        public Future<?> start() {
            MessageConsumer<Object> consumer = vertx.eventBus().consumer("child", message -> {});
            VerticleBase child = new VerticleBase() {
                @Override
                public Future<?> start() {
                    return consumer.completion();
                }

                @Override
                public Future<?> stop() {
                    return consumer.unregister();
                }
            };
            return vertx.createNetServer()
                    .connectHandler(socket -> {})
                    .listen(port, "127.0.0.1")
                    .compose(listening -> vertx.deployVerticle(child));
        }
    }

    @Test
    void ownFileIsTaken() throws Exception {
        try (TestCluster cluster = new TestCluster()) {
            Path file = Files.writeString(dir.resolve("own.xml"), xml().replace(">tickbus<", ">mine<"));
            Vertx node = cluster.join(Map.of("file", file.toString()));
            assertThat(Objects.requireNonNull(HazelcastMembership.hazelcast(node))
                            .getConfig()
                            .getClusterName())
                    .isEqualTo("mine");

            Files.writeString(file, xml().replace("<network>", "<net>").replace("</network>", "</net>"));
            assertThatThrownBy(() -> cluster.join(Map.of("file", file.toString())))
                    .isInstanceOf(JoinException.class)
                    .hasMessageStartingWith(file + ": ");
        }
    }

    private static void hangUp(ServerSocket server) {
        try {
            while (true) {
                server.accept().close();
            }
        } catch (IOException closed) {
            // the end
        }
    }

    private static String xml() throws IOException {
        return Files.readString(Path.of("conf", "cluster.xml"));
    }
}
