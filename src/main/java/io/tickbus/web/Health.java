package io.tickbus.web;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/** The results of all health checks for one probe. */
record Health(List<HealthCheck> checks) {
    private static final int OK = 200;
    private static final int SERVICE_UNAVAILABLE = 503;

    Health {
        checks = List.copyOf(checks);
    }

    boolean isGood() {
        return checks.stream().allMatch(HealthCheck::good);
    }

    /** Returns the status code of the HTTP response: 200 if all checks have passed, else 503. */
    int statusCode() {
        return isGood() ? OK : SERVICE_UNAVAILABLE;
    }

    /** Returns {@code {status: UP | DOWN, checks: [{name, status, reason}]}}. */
    JsonObject toJson() {
        JsonArray all = new JsonArray();
        checks.forEach(check -> all.add(check.toJson()));
        return new JsonObject().put("status", isGood() ? "UP" : "DOWN").put("checks", all);
    }
}
