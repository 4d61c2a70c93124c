package io.tickbus.client;

/** The position of the next row to read: an offset in one version of a table. */
record ReadPosition(long offset, TableVersion version) {
    ReadPosition at(long other) {
        return new ReadPosition(other, version);
    }
}
