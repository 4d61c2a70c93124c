package io.tickbus.subscriber;

import java.util.EnumSet;
import java.util.Set;

/** The state of an {@link InFlight}. The lock of {@link InFlight} guards every transition. */
enum InFlightState {
    /** No session sends rows of the partition. Nothing is in flight, and no position is requested. */
    RESTING,
    /** Batches are sent, and no position request is open. */
    SENDING,
    /** Batches are sent, and one position request is open. */
    REQUESTING,
    /** A position request is open, but batches were sent after it. Another request follows the reply. */
    REQUESTING_AGAIN,
    /** The owner's position is unknown. Batches wait until the owner has reported its position. */
    RECOVERING,
    /** The owner lacks rows that it had acknowledged. Batches are dropped until the next session replays the log. */
    LOST,
    /** The subscriber has ended. Nothing is requested or resent. */
    CLOSED;

    /**
     * Checks that a transition is allowed.
     *
     * @return the next state
     * @throws IllegalStateException if the next state cannot follow this state
     */
    InFlightState to(InFlightState next) {
        if (!successors().contains(next)) {
            throw new IllegalStateException(this + " cannot become " + next);
        }
        return next;
    }

    private Set<InFlightState> successors() {
        return switch (this) {
            case RESTING -> EnumSet.of(RESTING, SENDING, CLOSED);
            case SENDING -> EnumSet.of(SENDING, REQUESTING, RECOVERING, RESTING, CLOSED);
            case REQUESTING -> EnumSet.of(SENDING, REQUESTING_AGAIN, RECOVERING, RESTING, CLOSED);
            case REQUESTING_AGAIN -> EnumSet.of(SENDING, RECOVERING, RESTING, CLOSED);
            case RECOVERING -> EnumSet.of(SENDING, RECOVERING, LOST, RESTING, CLOSED);
            case LOST -> EnumSet.of(SENDING, CLOSED);
            case CLOSED -> EnumSet.noneOf(InFlightState.class);
        };
    }

    /** Returns whether a session sends rows and the owner's position is known. */
    boolean followsOwner() {
        return this == SENDING || this == REQUESTING || this == REQUESTING_AGAIN || this == RECOVERING;
    }
}
