package io.tickbus.config;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How the nodes of a cluster find each other; used only when the program is started as a member of one.
 *
 * @param host this node's own address, for members and for the event bus
 * @param port Hazelcast's port; the next free one above it when it is taken
 * @param members where to look for members: a host, or host:port
 */
public record ClusterConfig(String host, int port, List<String> members) {
    private static final Pattern MEMBER = Pattern.compile("([^\\s:\\[\\]]+|\\[[0-9a-fA-F:.]+])(:(?<port>[0-9]{1,5}))?");

    public ClusterConfig {
        members = List.copyOf(members);
    }

    static ClusterConfig from(Section section) {
        String host = section.text("host", "127.0.0.1");
        int port = section.integer("port", 5701, 1, Limits.PORT_MAX);
        List<String> members = section.texts("members");
        section.reportUnknownKeys();
        for (String member : members) {
            section.require(isMember(member), "members", "expected a host or host:port, found \"" + member + "\"");
        }
        return new ClusterConfig(host, port, members.isEmpty() ? List.of("127.0.0.1") : members);
    }

    private static boolean isMember(String member) {
        Matcher parts = MEMBER.matcher(member);
        return parts.matches()
                && (parts.group("port") == null || Integer.parseInt(parts.group("port")) <= Limits.PORT_MAX);
    }
}
