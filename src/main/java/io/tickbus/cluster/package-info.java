/**
 * Internal. Connects several JVMs to one cluster.
 *
 * <p>{@link io.tickbus.cluster.Clusters} joins a cluster, and {@link io.tickbus.cluster.MembershipMonitor} detects that
 * the cluster has removed this node. A {@link io.tickbus.cluster.Lease} is the right to do what only one node may do. A
 * contender writes its {@code LeaseTerm} to the cluster's map. Each node's {@code LeaseVoter} then votes on the
 * contender's {@code LeaseClaim}. Table verticles and subscribers contend for leases. One Vert.x context owns each
 * lease.
 *
 * <p>Only classes whose names begin with Hazelcast import Hazelcast. The other classes use Hazelcast through {@code
 * Membership}, and run without Hazelcast on the class path. May import {@code library} and {@code config}.
 */
@NullMarked
package io.tickbus.cluster;

import org.jspecify.annotations.NullMarked;
