package io.tickbus.architecture.broken.query;

import ch.qos.logback.classic.Logger;
import io.vertx.core.Vertx;

public record UsesVertxAndLogback(Vertx vertx, Logger log) {}
