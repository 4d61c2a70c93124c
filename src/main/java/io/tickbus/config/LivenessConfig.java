package io.tickbus.config;

import io.tickbus.q.wire.Connection;
import io.tickbus.q.wire.KeepAlive;

/**
 * The time limits after which a subscriber closes a silent connection and reconnects. The keys are in the subscriber's
 * section.
 *
 * @param silentMsMax the longest time without a message from q, in ms, or 0 for no limit
 * @param pingMs the time without a message after which the subscriber sends a request, in ms, or 0 for no requests
 * @param unreachableMsMax the longest time without traffic from q's machine, in ms, or 0 for the operating system's
 *     limit
 */
public record LivenessConfig(int silentMsMax, int pingMs, int unreachableMsMax) {
    static LivenessConfig from(ConfigSection section) {
        return new LivenessConfig(
                section.integer("silentMsMax", 0, 0, Limits.HOUR_MS),
                section.integer("pingMs", 0, 0, Limits.HOUR_MS),
                section.integer("unreachableMsMax", Connection.UNREACHABLE_MS_MAX, 0, Limits.HOUR_MS));
    }

    /** Adds a problem for each impossible combination of keys. */
    void check(ConfigSection section) {
        section.require(
                silentMsMax == 0 || pingMs < silentMsMax,
                "pingMs",
                pingMs + " is not less than silentMsMax, " + silentMsMax + ": the answer would come too late");
        section.require(
                unreachableMsMax == 0 || unreachableMsMax >= KeepAlive.UNREACHABLE_MS_MIN,
                "unreachableMsMax",
                unreachableMsMax + " is too short to ask more than once; 0 or " + KeepAlive.UNREACHABLE_MS_MIN + " to "
                        + Limits.HOUR_MS + " expected");
    }
}
