package io.tickbus.client;

import io.tickbus.event.Rows;

/**
 * One version of a table: an offset means the same row as long as neither number changes.
 *
 * @param epoch of the owner, whose tables are its own
 * @param generation of the table, which the owner counts up each time that it has been rebuilt from a log
 */
public record TableVersion(long epoch, long generation) {
    /** The version of the table that these rows are from. */
    public static TableVersion of(Rows rows) {
        return new TableVersion(rows.epoch(), rows.generation());
    }
}
