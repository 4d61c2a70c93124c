package io.tickbus.hostile;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The limits that a server under attack must keep.
 *
 * @param waitMsMax limit of the wait of the good client, and of a new client after the attack, for an answer, in ms
 * @param rssMbMax limit of the memory of the process, in MB
 * @param logLinesMax limit of the log lines that one attack causes
 */
record Bounds(long waitMsMax, long rssMbMax, int logLinesMax) {
    /** Returns the limits that an attack has broken, each as a text. */
    List<String> violations(Figures figures) {
        List<String> violations = new ArrayList<>();
        if (!figures.failure().isEmpty()) {
            violations.add(figures.failure());
        }
        exceeds(violations, "the good client waited", figures.worstMs(), waitMsMax, "ms");
        exceeds(violations, "a new client waited", figures.newcomerMs(), waitMsMax, "ms");
        exceeds(violations, "the process had", (double) figures.rssMbPeak(), rssMbMax, "MB");
        exceeds(violations, "the log has", figures.logLines(), logLinesMax, "lines");
        exceeds(violations, "the attack left", figures.socketsLeft(), 0, "connections");
        return violations;
    }

    private static void exceeds(List<String> violations, String what, double measured, long max, String unit) {
        if (measured > max) {
            violations.add(String.format(Locale.ROOT, "%s %.0f %s, at most %d are allowed", what, measured, unit, max));
        }
    }
}
