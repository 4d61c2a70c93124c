package io.tickbus.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The cluster settings of a node. The settings define how nodes find each other, and where the event bus of a node
 * listens. Only a program that is started as a member of a cluster uses them. Immutable.
 *
 * @param host this node's own address, for the members and the event bus
 * @param port Hazelcast's port. If the port is in use, Hazelcast takes the next free port above it.
 * @param members the addresses of other members, each a host or host:port
 * @param eventBusPort the port of the event bus, or 0 for any free port
 * @param nodesMin the number of nodes that must be in the cluster before a node can own tables or run subscribers. 1
 *     means no limit, and null means the default of {@link #nodesNeeded}.
 * @param silentSecondsMax the time, in seconds, after which other nodes remove a silent node, or null for the value in
 *     {@code file}
 * @param file the file of Hazelcast's configuration. The other settings override this file. Null means the file in
 *     conf/, or the file in the jar if conf/ has none.
 * @param tls the encryption of the event bus, or null for no encryption
 * @param trustedNetwork true if only trusted programs reach Hazelcast's port, which has no encryption and no logins
 * @param open true if every program that reaches the event bus may use it without {@code tls}
 */
public record ClusterConfig(
        String host,
        int port,
        List<String> members,
        int eventBusPort,
        @Nullable Integer nodesMin,
        @Nullable Integer silentSecondsMax,
        @Nullable Path file,
        @Nullable TlsConfig tls,
        boolean trustedNetwork,
        boolean open) {
    private static final Pattern MEMBER =
            Pattern.compile("([^\\s,;:\\[\\]]+|\\[[0-9a-fA-F:.]+])(:(?<port>[0-9]{1,5}))?");
    private static final int NODES_MAX = 100;
    // A node sends one heartbeat per second. The smallest limit is three missing heartbeats.
    private static final int SILENT_SECONDS_MIN = 3;
    private static final int SILENT_SECONDS_MAX = 300;

    /**
     * Checks and copies the components.
     *
     * @param host see {@link #host}
     * @param port see {@link #port}
     * @param members see {@link #members}
     * @param eventBusPort see {@link #eventBusPort}
     * @param nodesMin see {@link #nodesMin}
     * @param silentSecondsMax see {@link #silentSecondsMax}
     * @param file see {@link #file}
     * @param tls see {@link #tls}
     * @param trustedNetwork see {@link #trustedNetwork}
     * @param open see {@link #open}
     */
    public ClusterConfig {
        members = List.copyOf(members);
    }

    static ClusterConfig from(ConfigSection section) {
        List<String> members = section.texts("members");
        for (String member : members) {
            section.require(isMember(member), "members", "expected a host or host:port, found \"" + member + "\"");
        }
        ClusterConfig config = new ClusterConfig(
                section.host("host", "127.0.0.1"),
                section.integer("port", 5701, 1, Limits.PORT_MAX),
                members.isEmpty() ? List.of("127.0.0.1") : members,
                section.integer("eventBusPort", 0, 0, Limits.PORT_MAX),
                given(section.integer("nodesMin", 0, 1, NODES_MAX)),
                given(section.integer("silentSecondsMax", 0, SILENT_SECONDS_MIN, SILENT_SECONDS_MAX)),
                section.file("file"),
                section.value("tls") == null ? null : TlsConfig.from(section.section("tls")),
                section.flag("trustedNetwork", false),
                section.flag("open", false));
        String exposure = config.exposure();
        section.require(exposure == null, "host", String.valueOf(exposure));
        section.reportUnknownKeys();
        return config;
    }

    /**
     * {@return what these settings let strangers do without saying so, with the keys to add; null if nothing} On the
     * loopback address nothing needs to be added. Beyond it, the event bus needs {@code tls} or {@code open}, and
     * Hazelcast's port needs {@code trustedNetwork}, because Hazelcast's open edition has neither encryption nor logins.
     */
    public @Nullable String exposure() {
        if (ListeningAddress.isLoopback(host) || (trustedNetwork && (tls != null || open))) {
            return null;
        }
        StringBuilder missing =
                new StringBuilder("other machines can connect to ").append(host).append("; add ");
        if (tls == null && !open) {
            missing.append("cluster.tls (or cluster.open: true if every program there may use the event bus)");
        }
        if (!trustedNetwork) {
            missing.append(tls == null && !open ? ", and " : "")
                    .append("cluster.trustedNetwork: true if only trusted programs reach Hazelcast's port ")
                    .append(port);
        }
        return missing.toString();
    }

    private static @Nullable Integer given(int number) {
        return number == 0 ? null : number;
    }

    /**
     * {@return the number of nodes that must be in the cluster before a node can own tables or run subscribers} The
     * default is a majority if three or more members are listed. With fewer members the default is 1, because one node
     * of two is not a majority.
     */
    public int nodesNeeded() {
        if (nodesMin != null) {
            return nodesMin;
        }
        return members.size() < 3 ? 1 : members.size() / 2 + 1;
    }

    /**
     * Reads the keys of the section {@code cluster}.
     *
     * @param tree the keys and values, as maps, lists, texts, numbers and booleans
     * @param environment the environment variables, for secrets
     * @return the settings
     * @throws ConfigException with all problems
     */
    public static ClusterConfig of(Map<String, ?> tree, Map<String, String> environment) {
        var problems = new Problems("");
        var config = from(ConfigSection.root(tree, problems, environment));
        problems.throwIfAny();
        return config;
    }

    /**
     * Reads only the section {@code cluster} of a file. A command that only joins a cluster needs no other section and
     * no secrets of other sections.
     *
     * @param file the YAML or JSON file
     * @param environment the environment variables, for secrets
     * @return the settings
     * @throws ConfigException with all problems
     */
    public static ClusterConfig read(Path file, Map<String, String> environment) {
        var problems = new Problems(file.toString());
        Object tree = PipelineConfig.tree(file, problems);
        problems.throwIfAny();
        var config = from(ConfigSection.root(tree == null ? Map.of() : tree, problems, environment)
                .section("cluster"));
        problems.throwIfAny();
        return config;
    }

    /**
     * {@return whether the section {@code cluster} of a file lists members}
     *
     * @param file the YAML or JSON file
     * @throws ConfigException if the file cannot be read
     */
    public static boolean listsMembers(Path file) {
        var problems = new Problems(file.toString());
        Object tree = PipelineConfig.tree(file, problems);
        problems.throwIfAny();
        ConfigSection root = ConfigSection.root(tree == null ? Map.of() : tree, problems, Map.of());
        return root.section("cluster").has("members");
    }

    /**
     * {@return whether a text is a member's address, which is a host or host:port}
     *
     * @param member the text
     */
    public static boolean isMember(String member) {
        Matcher parts = MEMBER.matcher(member);
        return parts.matches()
                && (parts.group("port") == null || Integer.parseInt(parts.group("port")) <= Limits.PORT_MAX);
    }

    /**
     * {@return a copy of these settings with another address of this node}
     *
     * @param other the address to listen on
     */
    public ClusterConfig withHost(String other) {
        return new ClusterConfig(
                other, port, members, eventBusPort, nodesMin, silentSecondsMax, file, tls, trustedNetwork, open);
    }

    /**
     * {@return a copy of these settings with other members}
     *
     * @param others hosts, each with or without a port
     */
    public ClusterConfig withMembers(List<String> others) {
        return new ClusterConfig(
                host, port, others, eventBusPort, nodesMin, silentSecondsMax, file, tls, trustedNetwork, open);
    }

    /**
     * {@return a copy of these settings with another file of Hazelcast's configuration}
     *
     * @param other the XML file
     */
    public ClusterConfig withFile(Path other) {
        return new ClusterConfig(
                host, port, members, eventBusPort, nodesMin, silentSecondsMax, other, tls, trustedNetwork, open);
    }
}
