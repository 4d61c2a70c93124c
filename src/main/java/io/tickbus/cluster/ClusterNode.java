package io.tickbus.cluster;

/**
 * A member of the cluster.
 *
 * @param address host:port, as {@link Clusters#nodeName} gives it
 * @param client joined with {@link Clusters#joinAsClient}: has no part in any election
 */
public record ClusterNode(String address, boolean client) {}
