package io.tickbus.hostile;

import java.util.Locale;

/**
 * What was seen of one attack.
 *
 * @param attempts how often attackers tried something
 * @param refused how often they were refused
 * @param got what the attackers got, each with its number
 * @param failure why the good client or a new one was not answered, or empty
 * @param asks how often the good client was answered meanwhile
 * @param newcomerMs how long a client that came after the attack took to log in and be answered
 * @param rssMbPeak the most that the process had in memory
 * @param heapMbAfter what its heap held after a collection
 * @param socketsLeft connections that the gateway had not let go of after the attackers were gone
 * @param load the machine's load average of the last minute
 */
record Figures(
        String attack,
        int attempts,
        int refused,
        String got,
        String failure,
        double seconds,
        int asks,
        double medianMs,
        double worstMs,
        double newcomerMs,
        long rssMbPeak,
        long heapMbAfter,
        int logLines,
        int socketsLeft,
        double load) {
    static final String HEADER = String.format(
            "%-17s %8s %7s %5s %5s %9s %9s %9s %7s %7s %5s %5s %5s  %s",
            "attack",
            "attempts",
            "refused",
            "s",
            "asks",
            "median ms",
            "worst ms",
            "new ms",
            "rss MB",
            "heap MB",
            "lines",
            "left",
            "load",
            "got");

    String line() {
        return String.format(
                Locale.ROOT,
                "%-17s %8d %7d %5.1f %5d %9.1f %9.1f %9.1f %7d %7d %5d %5d %5.1f  %s",
                attack,
                attempts,
                refused,
                seconds,
                asks,
                medianMs,
                worstMs,
                newcomerMs,
                rssMbPeak,
                heapMbAfter,
                logLines,
                socketsLeft,
                load,
                got);
    }
}
