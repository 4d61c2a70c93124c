package io.tickbus.hostile;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What a gateway under attack must keep to.
 *
 * @param waitMsMax how long the good client, or a new one after the attack, may wait for an answer
 * @param rssMbMax what the process may have in memory
 * @param logLinesMax lines that one attack may leave in the log
 */
record Bounds(long waitMsMax, long rssMbMax, int logLinesMax) {
    /** What an attack has broken; empty when all is well. */
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
