package io.tickbus.cli;

import io.tickbus.config.PipelineConfig;
import io.tickbus.pipeline.Role;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Finds missing roles of a node that runs without a cluster. {@code run} logs the missing roles. The roles subscriber,
 * gateway and web need the role table on the same node. The role table is useless without one of these three roles. The
 * tickerplant can run on any node, because subscribers reach it over TCP.
 */
final class RoleCheck {
    private final PipelineConfig config;
    private final Set<Role> wanted;

    /** @param wanted the roles that the user gave; empty for all roles */
    RoleCheck(PipelineConfig config, Set<Role> wanted) {
        this.config = config;
        this.wanted = wanted;
    }

    /**
     * Returns the configured roles that this node needs but does not run. The list is empty if the node is useful
     * without further roles.
     */
    List<Role> unreachable() {
        Set<Role> here = EnumSet.noneOf(Role.class);
        here.addAll(wanted);
        here.remove(Role.TICKERPLANT);
        boolean isOfUse = here.isEmpty() || (here.contains(Role.TABLE) && here.size() > 1);
        List<Role> absent = new ArrayList<>();
        if (!isOfUse) {
            add(absent, Role.SUBSCRIBER, !config.subscribers().isEmpty());
            add(absent, Role.TABLE, true);
            add(absent, Role.GATEWAY, config.gateway() != null);
            add(absent, Role.WEB, config.web() != null);
        }
        return absent;
    }

    private void add(List<Role> absent, Role role, boolean isConfigured) {
        if (isConfigured && !wanted.contains(role)) {
            absent.add(role);
        }
    }
}
