package io.tickbus.client;

/** An offset in one life of a table: of the next row to read. */
record ReadPosition(long offset, TableVersion life) {
    ReadPosition at(long other) {
        return new ReadPosition(other, life);
    }
}
