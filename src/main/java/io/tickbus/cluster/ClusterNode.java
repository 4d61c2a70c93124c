package io.tickbus.cluster;

/**
 * A member of the cluster.
 *
 * @param address the member's host:port, as {@link Clusters#nodeName} returns it
 * @param client true if the member joined with {@link Clusters#joinAsClient}. A client does not vote on leases.
 */
public record ClusterNode(String address, boolean client) {}
