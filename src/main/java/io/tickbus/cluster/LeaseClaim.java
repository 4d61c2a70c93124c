package io.tickbus.cluster;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * A contender's request for votes, to become or to remain the holder of a lease. {@link Lease} creates claims. Each
 * node replies with a {@link LeaseVote}. Immutable.
 *
 * @param lease the lease's name
 * @param node the contender's node
 * @param holder the contender's name. A node can have several contenders.
 * @param epoch the epoch that the contender claims
 * @param ended the previous term if its holder has reported that the term has ended, otherwise null
 * @param isRenewal true if a majority has already granted this epoch to this contender
 */
record LeaseClaim(
        String lease,
        String node,
        String holder,
        long epoch,
        @Nullable LeaseTerm ended,
        boolean isRenewal) implements Serializable {}
