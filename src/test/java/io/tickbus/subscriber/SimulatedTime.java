package io.tickbus.subscriber;

import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.function.BooleanSupplier;

/** A virtual clock with a queue of events, on one thread. Time passes while a thread waits. */
final class SimulatedTime {
    /** For waits that have no end. */
    static final long FOR_EVER_MS = Long.MAX_VALUE / 1_000_000;

    private record Event(long atNanos, long number, Runnable action) {}

    private final PriorityQueue<Event> events =
            new PriorityQueue<>(Comparator.comparingLong(Event::atNanos).thenComparingLong(Event::number));
    private long nowNanos;
    private long numbers;
    private boolean inEvent;

    long nowNanos() {
        return nowNanos;
    }

    double nowMs() {
        return nowNanos / 1e6;
    }

    /** Has something happen after a delay; what is due at one time happens in the order in which it was asked for. */
    void after(double delayMs, Runnable action) {
        events.add(new Event(nowNanos + (long) (delayMs * 1e6) + 1, numbers++, action));
    }

    /** Whether it is not the q thread that runs now: a reply, a timer, the network. */
    boolean isInEvent() {
        return inEvent;
    }

    /** Lets time pass until a condition holds; false when it does not after so long. */
    boolean await(BooleanSupplier condition, long timeoutMs) {
        if (inEvent) {
            throw new AssertionError("somebody waits where nobody may");
        }
        long endNanos = timeoutMs >= FOR_EVER_MS / 2 ? Long.MAX_VALUE : nowNanos + timeoutMs * 1_000_000;
        while (!condition.getAsBoolean()) {
            Event next = events.peek();
            if (next == null && endNanos == Long.MAX_VALUE) {
                throw new AssertionError("nothing will ever happen again");
            }
            if (next == null || next.atNanos > endNanos) {
                nowNanos = endNanos;
                return condition.getAsBoolean();
            }
            events.remove();
            nowNanos = Math.max(nowNanos, next.atNanos);
            run(next.action);
        }
        return true;
    }

    private void run(Runnable action) {
        inEvent = true;
        try {
            action.run();
        } finally {
            inEvent = false;
        }
    }
}
