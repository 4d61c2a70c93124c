package io.tickbus.chaos;

/** What a node of the cluster does when a fault looks for a victim. */
enum NodeRole {
    /** Owns the tables. */
    OWNER,
    /** Runs a subscription; if there is a choice, one that does not own the tables. */
    SUBSCRIBER,
    /** Neither, if there is one; else it does not own the tables. */
    STANDBY
}
