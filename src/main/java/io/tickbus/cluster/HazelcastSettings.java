package io.tickbus.cluster;

import com.hazelcast.config.Config;
import com.hazelcast.config.InvalidConfigurationException;
import com.hazelcast.config.NetworkConfig;
import com.hazelcast.config.SplitBrainProtectionConfig;
import com.hazelcast.config.TcpIpConfig;
import com.hazelcast.config.XmlConfigBuilder;
import com.hazelcast.spi.properties.ClusterProperty;
import io.tickbus.config.ClusterConfig;
import io.tickbus.config.KeyStoreConfig;
import io.tickbus.config.TlsConfig;
import io.vertx.core.eventbus.EventBusOptions;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.net.JksOptions;
import io.vertx.core.net.KeyStoreOptionsBase;
import io.vertx.core.net.PfxOptions;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.List;
import java.util.Objects;

/**
 * Converts the cluster configuration to the options of Hazelcast and of the event bus. {@link HazelcastClusters} uses
 * this class. Stateless and thread-safe.
 */
final class HazelcastSettings {
    /** The member attribute with a node's wire version. */
    static final String WIRE = "tickbus.wire";

    /**
     * The name of Hazelcast's split-brain protection. With this protection, no node can hold a lease while there are
     * fewer than {@code cluster.nodesMin} nodes.
     */
    static final String PROTECTION = "tickbus.nodesMin";
    /**
     * The smallest {@code cluster.nodesMin} for which the split-brain protection is set. Hazelcast rejects a smaller
     * number.
     */
    private static final int PROTECTED_NODES_MIN = 2;

    private static final String CLIENT_JOIN_SECONDS_MAX = "5";

    private HazelcastSettings() {}

    /** @param wireVersion the version of the messages between nodes */
    static Config node(ClusterConfig cluster, int wireVersion) throws JoinException {
        Config config = file(cluster);
        NetworkConfig network = config.getNetworkConfig();
        network.setPort(cluster.port());
        network.getInterfaces().setEnabled(true).clear().addInterface(cluster.host());
        members(config).setMembers(cluster.members());
        config.getMemberAttributeConfig().setAttribute(WIRE, Integer.toString(wireVersion));
        Integer silentSecondsMax = cluster.silentSecondsMax();
        if (silentSecondsMax != null) {
            config.setProperty(ClusterProperty.MAX_NO_HEARTBEAT_SECONDS.getName(), Integer.toString(silentSecondsMax));
        }
        if (cluster.nodesNeeded() >= PROTECTED_NODES_MIN) {
            config.addSplitBrainProtectionConfig(
                    new SplitBrainProtectionConfig(PROTECTION, true, cluster.nodesNeeded()));
        }
        return config;
    }

    /**
     * Returns the settings of a client. A client stores no data, and therefore takes no part in rebalancing or
     * majorities. A client listens on any free port. Other nodes do not look for members at this port.
     */
    static Config client(ClusterConfig cluster, int wireVersion, List<String> addresses) throws JoinException {
        Config config = node(cluster, wireVersion).setLiteMember(true);
        config.getNetworkConfig().setPort(0);
        members(config).setMembers(addresses);
        config.setProperty("hazelcast.max.join.seconds", CLIENT_JOIN_SECONDS_MAX);
        return config;
    }

    private static TcpIpConfig members(Config config) {
        return config.getNetworkConfig().getJoin().getTcpIpConfig().setEnabled(true);
    }

    private static Config file(ClusterConfig cluster) throws JoinException {
        String name = cluster.file() == null ? "cluster.xml" : cluster.file().toString();
        try (InputStream xml = cluster.file() == null
                ? Objects.requireNonNull(
                        HazelcastSettings.class.getResourceAsStream(name), "cluster.xml is not in the jar")
                : Files.newInputStream(cluster.file())) {
            return new XmlConfigBuilder(xml).build();
        } catch (IOException unreadable) {
            throw new JoinException(name + ": cannot be read: " + unreadable);
        } catch (InvalidConfigurationException wrong) {
            throw new JoinException(name + ": " + wrong.getMessage());
        }
    }

    /** @param port the port to listen on, or 0 for any free port */
    static EventBusOptions bus(ClusterConfig cluster, int port) {
        EventBusOptions options = new EventBusOptions().setHost(cluster.host()).setPort(port);
        TlsConfig tls = cluster.tls();
        if (tls != null) {
            options.setSsl(true)
                    .setKeyCertOptions(keyStore(tls.keyStore()))
                    .setTrustOptions(keyStore(tls.trustStore()))
                    .setClientAuth(ClientAuth.REQUIRED);
        }
        return options;
    }

    private static KeyStoreOptionsBase keyStore(KeyStoreConfig store) {
        String path = store.file().toAbsolutePath().toString();
        String password = store.password().value();
        return store.type().equals("JKS")
                ? new JksOptions().setPath(path).setPassword(password)
                : new PfxOptions().setPath(path).setPassword(password);
    }
}
