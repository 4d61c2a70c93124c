package io.tickbus.hostile;

import java.util.Locale;

/**
 * The measurements of one attack.
 *
 * @param attempts the number of attempts
 * @param refused the number of refused attempts
 * @param got the results of the attempts, each with its number
 * @param failure the reason why the good client or a new client got no right answer; empty if both got one
 * @param asks the number of answers to the good client during the attack
 * @param newcomerMs the time in which a new client logged in and got an answer after the attack, in ms
 * @param rssMbPeak the largest memory of the process, in MB
 * @param heapMbAfter the used heap after a garbage collection, in MB
 * @param socketsLeft the number of connections that the server still had after the attackers had closed them
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
