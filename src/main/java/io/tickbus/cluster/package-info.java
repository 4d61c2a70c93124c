/**
 * Several JVMs as one: joining a cluster, and a {@link io.tickbus.cluster.Lease} on what only one of them may do. May import
 * {@code config}.
 */
@NullMarked
package io.tickbus.cluster;

import org.jspecify.annotations.NullMarked;
