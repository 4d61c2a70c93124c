package io.tickbus.chaos;

/** The role of a node that a fault selects. */
enum NodeRole {
    /** The node owns the tables. */
    OWNER,
    /** The node runs a subscription, and preferably does not own the tables. */
    SUBSCRIBER,
    /** The node does not own the tables, and preferably runs no subscription. */
    STANDBY
}
