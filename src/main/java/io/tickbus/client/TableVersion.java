package io.tickbus.client;

import io.tickbus.event.Rows;

/**
 * The version of a table. Within one version, an offset always identifies the same row.
 *
 * @param epoch the owner's epoch. Each owner has its own tables.
 * @param generation the table's generation, which rises when the table is rebuilt, loses deleted keys, or gets new
 *     columns
 */
public record TableVersion(long epoch, long generation) {
    /**
     * {@return the version of the table from which the rows come}
     *
     * @param rows rows that a consumer or a query returned
     */
    public static TableVersion of(Rows rows) {
        return new TableVersion(rows.epoch(), rows.generation());
    }
}
