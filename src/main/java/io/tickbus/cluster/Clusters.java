package io.tickbus.cluster;

import com.hazelcast.cluster.Address;
import com.hazelcast.config.Config;
import com.hazelcast.config.JoinConfig;
import com.hazelcast.config.MultiMapConfig;
import com.hazelcast.config.NetworkConfig;
import io.tickbus.config.ClusterConfig;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxBuilder;
import io.vertx.core.VertxOptions;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.spi.cluster.ClusterManager;
import io.vertx.spi.cluster.hazelcast.HazelcastClusterManager;

/**
 * Forms or joins a Hazelcast cluster by our own configuration: TCP to the listed members, loopback unless told otherwise, no
 * multicast, no phone-home, and a member that is silent for some seconds is out. The jar's own would do the opposite of each.
 */
public final class Clusters {
    private static final String HEARTBEAT_SECONDS = "1";
    private static final String SILENT_SECONDS_MAX = "6";

    private Clusters() {}

    /** A clustered Vert.x; the future fails when no cluster can be formed. */
    public static Future<Vertx> join(ClusterConfig cluster) {
        VertxOptions options = new VertxOptions();
        options.getEventBusOptions().setHost(cluster.host());
        VertxBuilder builder =
                Vertx.builder().with(options).withClusterManager(new HazelcastClusterManager(hazelcast(cluster)));
        return builder.buildClustered();
    }

    /** This node as an operator knows it: its address in the cluster; {@code local} without one. */
    public static String nodeName(Vertx vertx) {
        ClusterManager cluster = ((VertxInternal) vertx).clusterManager();
        if (cluster == null) {
            return "local";
        }
        if (cluster instanceof HazelcastClusterManager hazelcast) {
            Address address = hazelcast
                    .getHazelcastInstance()
                    .getCluster()
                    .getLocalMember()
                    .getAddress();
            return address.getHost() + ":" + address.getPort();
        }
        return cluster.getNodeId();
    }

    private static Config hazelcast(ClusterConfig cluster) {
        Config config = new Config();
        config.setClusterName("tickbus");
        config.setProperty("hazelcast.phone.home.enabled", "false");
        config.setProperty("hazelcast.shutdownhook.enabled", "false"); // the command line closes Vert.x, in order
        config.setProperty("hazelcast.wait.seconds.before.join", "0");
        config.setProperty("hazelcast.heartbeat.interval.seconds", HEARTBEAT_SECONDS);
        config.setProperty("hazelcast.max.no.heartbeat.seconds", SILENT_SECONDS_MAX);
        config.setProperty("hazelcast.logging.type", "slf4j");
        config.addMultiMapConfig(new MultiMapConfig("__vertx.subs")
                .setBackupCount(1)
                .setValueCollectionType(MultiMapConfig.ValueCollectionType.SET));
        NetworkConfig network = config.getNetworkConfig();
        network.setPort(cluster.port()).setPortAutoIncrement(true);
        network.getInterfaces().setEnabled(true).addInterface(cluster.host());
        JoinConfig join = network.getJoin();
        join.getAutoDetectionConfig().setEnabled(false);
        join.getMulticastConfig().setEnabled(false);
        join.getTcpIpConfig().setEnabled(true).setMembers(cluster.members());
        return config;
    }
}
