package io.tickbus.cluster;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * Request of a contender to be the holder of a lease, or to stay it. Each node answers with a {@link LeaseVote}.
 *
 * @param node that the contender runs on
 * @param holder the contender; several can be on one node
 * @param epoch that it claims
 * @param ended the term before, whose holder has said that it no longer holds the lease; null when that is not known
 * @param isRenewal whether a majority has granted this epoch to this holder before
 */
record LeaseClaim(
        String lease,
        String node,
        String holder,
        long epoch,
        @Nullable LeaseTerm ended,
        boolean isRenewal) implements Serializable {}
