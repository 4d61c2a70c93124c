package io.tickbus.client;

/** An offset in one version of a table: of the next row to read. */
record ReadPosition(long offset, TableVersion version) {
    ReadPosition at(long other) {
        return new ReadPosition(other, version);
    }
}
