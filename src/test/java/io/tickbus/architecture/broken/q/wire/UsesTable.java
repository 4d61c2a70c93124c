package io.tickbus.architecture.broken.q.wire;

import io.tickbus.architecture.broken.table.UsesVertx;

/** q.wire has arrows of its own, and none leads to table. */
public record UsesTable(UsesVertx table) {}
