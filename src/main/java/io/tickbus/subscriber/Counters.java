package io.tickbus.subscriber;

import java.util.concurrent.atomic.AtomicLong;

/** What a subscriber counts, from the thread that reads it and from the bus's; rows, unless it says messages. */
final class Counters {
    final AtomicLong received = new AtomicLong();
    final AtomicLong applied = new AtomicLong();
    /** Rows that the owner refused for good. */
    final AtomicLong refused = new AtomicLong();
    /** Messages. */
    final AtomicLong rejected = new AtomicLong();
    /** Times that rows were missing, and could not be had. */
    final AtomicLong gaps = new AtomicLong();
    /** Messages that carry no rows: end of day, heartbeats, flushes. */
    final AtomicLong signals = new AtomicLong();
}
