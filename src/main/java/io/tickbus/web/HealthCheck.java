package io.tickbus.web;

import io.vertx.core.json.JsonObject;

/**
 * The result of one health check of a node.
 *
 * @param good whether the check has passed
 * @param reason a description of the present state, for both results
 */
record HealthCheck(String name, boolean good, String reason) {
    JsonObject toJson() {
        return new JsonObject()
                .put("name", name)
                .put("status", good ? "UP" : "DOWN")
                .put("reason", reason);
    }
}
