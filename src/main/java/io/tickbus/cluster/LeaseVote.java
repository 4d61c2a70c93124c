package io.tickbus.cluster;

import java.io.Serializable;

/**
 * A node's reply to a {@link LeaseClaim}. Immutable.
 *
 * @param isGranted whether the claim is granted: the node then refuses other holders for {@link LeaseVoter#PROMISE_MS}
 * @param epoch the highest epoch that the node has granted; 0 for none
 */
record LeaseVote(boolean isGranted, long epoch) implements Serializable {}
