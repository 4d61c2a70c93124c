package io.tickbus.architecture.broken.q;

import io.tickbus.architecture.broken.table.UsesVertx;
import io.vertx.core.buffer.Buffer;

/** q may use the JDK only; with table's use of q this is a cycle too. */
public record UsesTableAndVertx(UsesVertx table, Buffer bytes) {}
