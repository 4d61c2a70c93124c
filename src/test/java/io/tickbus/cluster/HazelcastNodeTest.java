package io.tickbus.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.hazelcast.config.Config;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class HazelcastNodeTest {
    /** Vert.x leaves the cluster then, and would wait for ever if that failed. */
    @Test
    void hazelcastThatDoesNotStartFailsTheJoinAndLetsVertxClose() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Config config = new Config();
            config.getNetworkConfig().setPort(taken.getLocalPort()).setPortAutoIncrement(false);
            config.getNetworkConfig().getInterfaces().setEnabled(true).addInterface("127.0.0.1");
            config.getNetworkConfig().getJoin().getAutoDetectionConfig().setEnabled(false);
            config.getNetworkConfig().getJoin().getMulticastConfig().setEnabled(false);
            Future<Vertx> joined = Vertx.builder()
                    .withClusterManager(new HazelcastNode(config))
                    .buildClustered();

            Future<?> over = joined.transform(ended -> Future.succeededFuture());
            over.await(60, TimeUnit.SECONDS);
            assertThat(joined.failed()).isTrue();
        }
    }
}
