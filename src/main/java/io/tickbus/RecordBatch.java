package io.tickbus;

import io.tickbus.event.Rows;
import java.util.Collections;
import java.util.List;

/**
 * A batch of records that a consumer of a {@link RecordTable} receives.
 *
 * @param records the records, in the table's order; at least one. The list cannot be modified.
 * @param rows the rows from which the records were made, with the generation and the epoch of the table
 * @param <T> the record
 */
public record RecordBatch<T extends Record>(List<T> records, Rows rows) {
    /**
     * Creates a batch.
     *
     * @param records see {@link #records}
     * @param rows see {@link #rows}
     */
    public RecordBatch {
        records = Collections.unmodifiableList(records);
    }

    /** {@return the offset of the first row} In a keyed table, the first row can have a later offset. */
    public long offset() {
        return rows.offset();
    }

    /**
     * {@return the offset of the row after the last one} An application that stores it continues with
     * {@link io.tickbus.client.StartPosition#behind}, which takes {@link #rows}, or with
     * {@link io.tickbus.client.StartPosition#offset}.
     */
    public long next() {
        return rows.next();
    }
}
