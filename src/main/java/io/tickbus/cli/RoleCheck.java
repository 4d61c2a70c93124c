package io.tickbus.cli;

import io.tickbus.config.PipelineConfig;
import io.tickbus.pipeline.Role;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Finds roles that a node without a cluster needs and does not have. A node needs the tables for its subscribers, its gateway and its
 * page; tables need one of these. The tickerplant is reached over TCP, so any node can do without it.
 */
final class RoleCheck {
    private final PipelineConfig config;
    private final Set<Role> wanted;

    /** @param wanted the roles that were given; empty for all */
    RoleCheck(PipelineConfig config, Set<Role> wanted) {
        this.config = config;
        this.wanted = wanted;
    }

    /** Returns the roles of the configuration that this node does not run and cannot reach; none if it is of use without them. */
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
