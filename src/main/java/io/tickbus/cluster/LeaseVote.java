package io.tickbus.cluster;

import java.io.Serializable;

/**
 * A node's reply to a {@link LeaseClaim}. Immutable.
 *
 * @param isGranted true if the node grants the claim and refuses other contenders for {@link LeaseVoter#PROMISE_MS}
 * @param epoch the highest epoch that the node has granted, or 0 if it has granted no claim
 */
record LeaseVote(boolean isGranted, long epoch) implements Serializable {}
