package io.tickbus.web;

import io.vertx.core.json.JsonObject;

/**
 * The result of one health check of a node.
 *
 * @param good true if the check has passed
 * @param reason describes the current state, even if the check has passed
 */
record HealthCheck(String name, boolean good, String reason) {
    JsonObject toJson() {
        return new JsonObject()
                .put("name", name)
                .put("status", good ? "UP" : "DOWN")
                .put("reason", reason);
    }
}
