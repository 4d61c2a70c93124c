package io.tickbus.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How the nodes of a cluster find each other and talk; used only when the program is started as a member of one.
 *
 * @param host this node's own address, for members and for the event bus
 * @param port Hazelcast's port; the next free one above it when it is taken
 * @param members where to look for members: a host, or host:port
 * @param eventBusPort what the event bus listens on; 0 for any free one
 * @param nodesMin with fewer nodes nobody may own anything, 1 for no such limit; null for {@link #nodesNeeded} to say
 * @param silentSecondsMax for how long a node may be silent before the others put it out; null for what the file says
 * @param file Hazelcast's configuration, which the others are put over; null for the one in conf/, or else in the jar
 * @param tls how the event bus is encrypted; null for not at all
 */
public record ClusterConfig(
        String host,
        int port,
        List<String> members,
        int eventBusPort,
        @Nullable Integer nodesMin,
        @Nullable Integer silentSecondsMax,
        @Nullable Path file,
        @Nullable TlsConfig tls) {
    private static final Pattern MEMBER =
            Pattern.compile("([^\\s,;:\\[\\]]+|\\[[0-9a-fA-F:.]+])(:(?<port>[0-9]{1,5}))?");
    private static final int NODES_MAX = 100;
    private static final int SILENT_SECONDS_MIN = 3; // with a heartbeat each second
    private static final int SILENT_SECONDS_MAX = 300;

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
                section.value("tls") == null ? null : TlsConfig.from(section.section("tls")));
        section.reportUnknownKeys();
        return config;
    }

    private static @Nullable Integer given(int number) {
        return number == 0 ? null : number;
    }

    /** Without {@link #nodesMin}, most of the members where three or more are listed; of two neither can be sure. */
    public int nodesNeeded() {
        if (nodesMin != null) {
            return nodesMin;
        }
        return members.size() < 3 ? 1 : members.size() / 2 + 1;
    }

    /**
     * Reads the keys of the section {@code cluster}.
     *
     * @throws ConfigException with all that is wrong
     */
    public static ClusterConfig of(Map<String, ?> tree, Map<String, String> environment) {
        var problems = new Problems("");
        var config = from(ConfigSection.root(tree, problems, environment));
        problems.throwIfAny();
        return config;
    }

    /**
     * Reads the section {@code cluster} of a file and nothing else of it, for who has no business with the rest and its secrets.
     *
     * @throws ConfigException with all that is wrong
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
     * Returns whether the section {@code cluster} of a file lists members, in place of the default.
     *
     * @throws ConfigException if the file cannot be read
     */
    public static boolean listsMembers(Path file) {
        var problems = new Problems(file.toString());
        Object tree = PipelineConfig.tree(file, problems);
        problems.throwIfAny();
        ConfigSection root = ConfigSection.root(tree == null ? Map.of() : tree, problems, Map.of());
        return root.section("cluster").has("members");
    }

    /** Whether others can be looked for at this. */
    public static boolean isMember(String member) {
        Matcher parts = MEMBER.matcher(member);
        return parts.matches()
                && (parts.group("port") == null || Integer.parseInt(parts.group("port")) <= Limits.PORT_MAX);
    }

    /** The same on another address. */
    public ClusterConfig withHost(String other) {
        return new ClusterConfig(other, port, members, eventBusPort, nodesMin, silentSecondsMax, file, tls);
    }

    /** The same, looking elsewhere. */
    public ClusterConfig withMembers(List<String> others) {
        return new ClusterConfig(host, port, others, eventBusPort, nodesMin, silentSecondsMax, file, tls);
    }

    /** The same, over this file. */
    public ClusterConfig withFile(Path other) {
        return new ClusterConfig(host, port, members, eventBusPort, nodesMin, silentSecondsMax, other, tls);
    }
}
