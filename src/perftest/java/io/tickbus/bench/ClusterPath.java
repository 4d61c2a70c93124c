package io.tickbus.bench;

/** A path of rows from this process to the owner's process. */
interface ClusterPath {
    /** Sends rows for a time, and waits until all have arrived. */
    Leg round(Shape shape, int sendMs) throws Exception;

    /** The rows and the time of a round, and the processor time of both nodes. */
    record Leg(long rows, long nanos, long senderCpuNanos, long ownerCpuNanos) {}
}
