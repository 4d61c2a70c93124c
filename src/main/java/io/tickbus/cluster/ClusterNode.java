package io.tickbus.cluster;

/**
 * A member of the cluster.
 *
 * @param address host:port, as {@link Clusters#nodeName} gives it
 * @param client whether it joined with {@link Clusters#joinAsClient}; a client does not vote
 */
public record ClusterNode(String address, boolean client) {}
