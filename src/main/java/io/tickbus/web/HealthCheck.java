package io.tickbus.web;

import io.vertx.core.json.JsonObject;

/**
 * One thing that has to be so for a node to be healthy.
 *
 * @param good whether it is
 * @param reason what it is like, good or not
 */
record HealthCheck(String name, boolean good, String reason) {
    JsonObject toJson() {
        return new JsonObject()
                .put("name", name)
                .put("status", good ? "UP" : "DOWN")
                .put("reason", reason);
    }
}
