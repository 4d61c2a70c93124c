package io.tickbus.bench;

import io.vertx.core.json.JsonObject;

/** The figures of one path for one shape. */
record Result(Shape shape, String path, double rowsPerSecond, double mbPerSecond, double cpuNsPerRow) {
    JsonObject toJson() {
        return new JsonObject()
                .put("shape", shape.name())
                .put("sending", shape.sending())
                .put("rowsPerMessage", shape.rowsPerMessage())
                .put("connections", shape.connections())
                .put("path", path)
                .put("rowsPerSecond", rowsPerSecond)
                .put("mbPerSecond", mbPerSecond)
                .put("cpuNsPerRow", cpuNsPerRow);
    }
}
