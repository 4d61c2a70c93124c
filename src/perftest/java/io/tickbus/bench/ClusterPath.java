package io.tickbus.bench;

/** One way for rows from this process to the owner's. */
interface ClusterPath {
    /** Sends for so long, and waits until all has come. */
    Leg round(Shape shape, int sendMs) throws Exception;

    /** What a round did, and the processor time that both nodes took for it. */
    record Leg(long rows, long nanos, long senderCpuNanos, long ownerCpuNanos) {}
}
