package io.tickbus.chaos;

import java.util.Arrays;
import java.util.List;

/** The faults of a node of a cluster, each with its name in the plural and its relative frequency. */
enum NodeFault {
    OWNER_KILL("owner-kills", NodeRole.OWNER, Cause.KILL, 3),
    OWNER_FREEZE("owner-freezes", NodeRole.OWNER, Cause.FREEZE, 3),
    OWNER_END("owner-ends", NodeRole.OWNER, Cause.END, 1),
    SUBSCRIBER_KILL("subscriber-kills", NodeRole.SUBSCRIBER, Cause.KILL, 2),
    SUBSCRIBER_FREEZE("subscriber-freezes", NodeRole.SUBSCRIBER, Cause.FREEZE, 2),
    STANDBY_KILL("standby-kills", NodeRole.STANDBY, Cause.KILL, 1),
    STANDBY_FREEZE("standby-freezes", NodeRole.STANDBY, Cause.FREEZE, 2);

    /** The action on the node. */
    enum Cause {
        /** {@code kill -9}, and a start some time later. */
        KILL("a kill"),
        /** {@code kill -STOP}, and {@code kill -CONT} some time later. */
        FREEZE("a freeze"),
        /** {@code kill -TERM}, and a start some time later. */
        END("an orderly end"),
        /** No action on this node. */
        NONE("nothing done to it");

        private final String text;

        Cause(String text) {
            this.text = text;
        }

        String text() {
            return text;
        }
    }

    private final String plural;
    private final NodeRole role;
    private final Cause cause;
    private final int weight;

    NodeFault(String plural, NodeRole role, Cause cause, int weight) {
        this.plural = plural;
        this.role = role;
        this.cause = cause;
        this.weight = weight;
    }

    String plural() {
        return plural;
    }

    NodeRole role() {
        return role;
    }

    Cause cause() {
        return cause;
    }

    int weight() {
        return weight;
    }

    static NodeFault of(String plural) {
        return Arrays.stream(values())
                .filter(fault -> fault.plural.equals(plural))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no fault " + plural + ", there are " + names()));
    }

    static List<String> names() {
        return Arrays.stream(values()).map(NodeFault::plural).toList();
    }
}
