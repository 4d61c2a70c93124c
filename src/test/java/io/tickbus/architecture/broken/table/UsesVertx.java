package io.tickbus.architecture.broken.table;

import io.tickbus.architecture.broken.q.UsesTableAndVertx;
import io.vertx.core.Vertx;

public record UsesVertx(Vertx vertx, UsesTableAndVertx q) {}
