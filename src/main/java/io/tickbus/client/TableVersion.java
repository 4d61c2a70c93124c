package io.tickbus.client;

import io.tickbus.event.Rows;

/**
 * The version of a table. As long as both numbers stay the same, an offset means the same row.
 *
 * @param epoch the owner's epoch; each owner has its own tables
 * @param generation the table's generation, which rises with each rebuild from a log
 */
public record TableVersion(long epoch, long generation) {
    /** Returns the version of the table that the rows came from. */
    public static TableVersion of(Rows rows) {
        return new TableVersion(rows.epoch(), rows.generation());
    }
}
