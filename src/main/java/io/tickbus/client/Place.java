package io.tickbus.client;

/** An offset in one life of a table: of the next row to read. */
record Place(long offset, TableLife life) {
    Place at(long other) {
        return new Place(other, life);
    }
}
