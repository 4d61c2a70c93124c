package io.tickbus.web;

import io.vertx.core.json.JsonObject;
import java.time.Instant;

/** The last error of a subscriber, and the time of the error. */
record LastError(Instant at, String reason) {
    JsonObject toJson() {
        return new JsonObject().put("at", at.toString()).put("reason", reason);
    }
}
