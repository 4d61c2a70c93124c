package io.tickbus.web;

import io.vertx.core.json.JsonObject;
import java.time.Instant;

/** What went wrong with a subscriber last. */
record LastError(Instant at, String reason) {
    JsonObject toJson() {
        return new JsonObject().put("at", at.toString()).put("reason", reason);
    }
}
