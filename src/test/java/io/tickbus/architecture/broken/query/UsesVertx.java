package io.tickbus.architecture.broken.query;

import io.vertx.core.Vertx;

public record UsesVertx(Vertx vertx) {}
