package io.tickbus.cluster;

import java.io.Serializable;

/**
 * Answer of one node to a {@link LeaseClaim}.
 *
 * @param isGranted whether this node grants no other claim for {@link LeaseVoter#PROMISE_MS}
 * @param epoch the highest that this node has granted; 0 for none
 */
record LeaseVote(boolean isGranted, long epoch) implements Serializable {}
