package io.tickbus.subscriber;

import java.util.SplittableRandom;

/** The faults and events of a history. */
enum SimulatedFault {
    CUT,
    STALL,
    VANISH,
    WRONG_PASSWORD,
    REFUSE,
    KILL,
    KILL_AND_LOSE_LOG,
    KILL_AND_TRUNCATE_LOG,
    KILL_AND_DAMAGE_LOG,
    END_OF_DAY,
    END_OF_A_WRONG_DAY,
    BURST,
    OWNER_RESTART,
    /** Another owner takes the place of one that is not heard any more. */
    OWNER_CHANGE,
    OWNER_STALL,
    LOSS,
    HIDE_LOGS,
    DELETE_LOG,
    /**
     * A log of an earlier day cannot be read to its end any more. If there is no earlier log, the tickerplant
     * replaces its log and two days end while the subscriber is disconnected. A damaged log then follows a log that
     * proves the tables wrong.
     */
    DAMAGE_OLDER_LOG,
    SUBSCRIBER_KILL,
    SUBSCRIBER_STOP;

    private static final int LAST_MS_MAX = 5000;

    static SimulatedFault draw(SplittableRandom random) {
        return values()[random.nextInt(values().length)];
    }

    /** How long one lasts, if it is of the kind that lasts; most are short. In ms. */
    static double drawMs(SplittableRandom random) {
        return 1 + Math.pow(random.nextDouble(), 3) * LAST_MS_MAX;
    }

    boolean changesOwner() {
        return this == OWNER_RESTART || this == OWNER_CHANGE;
    }

    boolean kills() {
        return this == KILL
                || this == KILL_AND_LOSE_LOG
                || this == KILL_AND_TRUNCATE_LOG
                || this == KILL_AND_DAMAGE_LOG;
    }

    /** Whether it may keep a subscriber from a log: that of a session whose first question was refused, and not its second. */
    boolean takesLogs() {
        return this == HIDE_LOGS || this == DELETE_LOG || this == REFUSE;
    }
}
