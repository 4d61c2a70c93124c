package io.tickbus.chaos;

import io.tickbus.chaos.NodeFault.Cause;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * The result of a run with a cluster.
 *
 * @param rows the comparison of the tables with the log
 * @param takeovers the number of owners after the first one
 * @param absences how often there was no owner, by cause
 * @param absenceSecondsMax the longest time without an owner, in s, by cause
 * @param completeSecondsMax the longest time from the loss of an owner until the tables had all earlier rows again,
 *     in s
 * @param moves how often a subscription moved to another node
 * @param startsAskedFor how often a node ended by itself and asked to be started again
 * @param readRows the number of rows that the reader has read
 * @param violations the first violations of each kind
 * @param isQuiet true if all rows were in the tables in time after the end
 */
record ClusterVerdict(
        Verdict rows,
        int takeovers,
        Map<Cause, Integer> absences,
        Map<Cause, Double> absenceSecondsMax,
        double completeSecondsMax,
        int moves,
        int startsAskedFor,
        long readRows,
        int violationCount,
        List<String> violations,
        boolean isQuiet) {
    static ClusterVerdict of(ClusterRig rig, Verdict rows, boolean isQuiet) {
        Map<Cause, Integer> absences = new TreeMap<>();
        Map<Cause, Double> worst = new TreeMap<>();
        for (Cause cause : Cause.values()) {
            absences.put(cause, rig.ownership.outages(cause));
            worst.put(cause, rig.ownership.worstSeconds(cause));
        }
        return new ClusterVerdict(
                rows,
                rig.ownership.takeovers(),
                absences,
                worst,
                rig.catchUp.worstSeconds(),
                rig.observer.moves(),
                rig.startsAskedFor(),
                rig.readers.stream().mapToLong(ReadAlong::rowsRead).sum(),
                rig.violations.count(),
                rig.violations.first(),
                isQuiet);
    }

    /** Returns whether there was an owner in time after each fault. */
    private boolean isInTime() {
        return worst(Cause.KILL) < ClusterChaos.KILL_SECONDS_MAX
                && worst(Cause.END) < ClusterChaos.KILL_SECONDS_MAX
                && worst(Cause.FREEZE) < ClusterChaos.FREEZE_SECONDS_MAX
                && worst(Cause.NONE) < ClusterChaos.FREEZE_SECONDS_MAX; // other nodes were frozen
    }

    private double worst(Cause cause) {
        return absenceSecondsMax.getOrDefault(cause, 0.0);
    }

    boolean isWell() {
        return rows.isSame() && isQuiet && violationCount == 0 && isInTime();
    }

    JsonObject toJson() {
        JsonObject absent = new JsonObject();
        absences.forEach((cause, count) -> absent.put(
                cause.name().toLowerCase(Locale.ROOT),
                new JsonObject().put("count", count).put("secondsMax", worst(cause))));
        return new JsonObject()
                .put("verdict", rows.toJson())
                .put("takeovers", takeovers)
                .put("withoutOwner", absent)
                .put("completeSecondsMax", completeSecondsMax)
                .put("moves", moves)
                .put("startsAskedFor", startsAskedFor)
                .put("readRows", readRows)
                .put("violations", new JsonArray(violations))
                .put("caughtUpAtTheEnd", isQuiet);
    }

    @Override
    public String toString() {
        List<String> absent = new ArrayList<>();
        absences.forEach((cause, count) -> {
            if (count > 0) {
                absent.add("%.1f s after %s (%d)".formatted(worst(cause), cause.text(), count));
            }
        });
        return rows + "; takeovers " + takeovers + ", without an owner at most "
                + (absent.isEmpty() ? "0 s" : String.join(", ", absent))
                + (isInTime() ? "" : ", which is too long")
                + "; complete again after at most %.1f s; subscriptions moved %d, rows read along %d, violations %d"
                        .formatted(completeSecondsMax, moves, readRows, violationCount)
                + (startsAskedFor > 0 ? ", nodes that asked to be started " + startsAskedFor : "")
                + (isQuiet ? "" : "; not caught up in time after the end");
    }
}
