package io.tickbus.architecture.broken.log;

import io.vertx.core.Vertx;

public record UsesVertx(Vertx vertx) {}
