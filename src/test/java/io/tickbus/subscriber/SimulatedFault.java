package io.tickbus.subscriber;

import java.util.SplittableRandom;

/** What goes wrong in a history, or just happens. */
enum SimulatedFault {
    CUT,
    STALL,
    VANISH,
    WRONG_PASSWORD,
    REFUSE,
    KILL,
    KILL_AND_LOSE_LOG,
    END_OF_DAY,
    BURST,
    OWNER_RESTART,
    OWNER_STALL,
    LOSS,
    HIDE_LOGS,
    DELETE_LOG,
    SUBSCRIBER_KILL,
    SUBSCRIBER_STOP;

    private static final int LAST_MS_MAX = 5000;

    /** When it begins, and how long it lasts, if it is of the kind that lasts. */
    record Drawn(SimulatedFault fault, double atMs, double forMs) {
        @Override
        public String toString() {
            return "%.1f: %s for %.1f ms".formatted(atMs, fault, forMs);
        }
    }

    static Drawn draw(SplittableRandom random, double untilMs) {
        SimulatedFault fault = values()[random.nextInt(values().length)];
        double scale = Math.pow(random.nextDouble(), 3); // most are short
        return new Drawn(fault, random.nextDouble(untilMs), 1 + scale * LAST_MS_MAX);
    }

    /** Whether it may cost a table rows that nobody can bring again. */
    boolean takesLogs() {
        return this == HIDE_LOGS || this == DELETE_LOG;
    }
}
