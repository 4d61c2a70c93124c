package io.tickbus.architecture.broken.query;

import io.tickbus.architecture.broken.q.wire.UsesTable;

/** query may use q, which says nothing of q.wire. */
public record UsesWire(UsesTable wire) {}
