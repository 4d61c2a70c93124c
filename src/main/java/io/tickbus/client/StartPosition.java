package io.tickbus.client;

import io.tickbus.event.Rows;
import org.jspecify.annotations.Nullable;

/** Where a {@link TableConsumer} begins to read. */
public sealed interface StartPosition {
    /** The position of the first row that the table has. */
    record Beginning() implements StartPosition {}

    /** The position after the last row that the table has. */
    record Now() implements StartPosition {}

    /**
     * The position of an offset.
     *
     * @param offset the offset, at least 0
     * @param version the table version of the offset; null for the version that exists when the consumer starts
     */
    record Offset(long offset, @Nullable TableVersion version) implements StartPosition {
        /**
         * Checks the components.
         *
         * @param offset see {@link #offset}
         * @param version see {@link #version}
         */
        public Offset {
            if (offset < 0) {
                throw new IllegalArgumentException("offset is " + offset + "; offsets begin with 0");
            }
        }
    }

    /**
     * Begins at the first row that the table has.
     *
     * @return the position
     */
    static StartPosition beginning() {
        return new Beginning();
    }

    /**
     * Begins after the last row that the table has when the consumer first reaches the owner. If the owner does not
     * have the table yet, the consumer begins at the table's first row.
     *
     * @return the position
     */
    static StartPosition now() {
        return new Now();
    }

    /**
     * Begins at an offset of the table version that exists when the consumer starts. If the offset is after the table's
     * end, the consumer fails. If the offset is before the table's first row, the consumer publishes
     * {@link ConsumerEvent.RowsLost}.
     *
     * @param offset the offset of the first row to read, from 0
     * @return the position
     */
    static StartPosition offset(long offset) {
        return new Offset(offset, null);
    }

    /**
     * Begins after rows that were already handled, for example by an earlier consumer. If the table was replaced since
     * these rows were read, the consumer publishes {@link ConsumerEvent.TableReplaced}.
     *
     * @param handled the last rows that were handled
     * @return the position
     */
    static StartPosition behind(Rows handled) {
        return new Offset(handled.next(), TableVersion.of(handled));
    }
}
