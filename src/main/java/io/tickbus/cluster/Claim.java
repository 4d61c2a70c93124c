package io.tickbus.cluster;

import java.io.Serializable;

/**
 * Request of a contender to be the holder of a lease, or to stay it. Each node answers with a {@link Vote}.
 *
 * @param node that the contender runs on
 * @param holder the contender; several can be on one node
 * @param epoch that it claims
 * @param endedEpoch whose holder has said that it no longer holds the lease; 0 when that is not known
 * @param endedHolder the holder that has said so; two halves of a cluster can give an epoch to a holder each
 * @param isRenewal whether a majority has granted this epoch to this holder before
 */
record Claim(
        String lease, String node, String holder, long epoch, long endedEpoch, String endedHolder, boolean isRenewal)
        implements Serializable {}
