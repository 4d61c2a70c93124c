package io.tickbus.client;

import io.tickbus.event.Rows;
import org.jspecify.annotations.Nullable;

/** Where a {@link TableConsumer} begins to read. */
public sealed interface StartPosition {
    /** With the first row that the table still has. */
    record Beginning() implements StartPosition {}

    /** Behind the last row. */
    record Now() implements StartPosition {}

    /**
     * At an offset.
     *
     * @param version of the table that the offset is of; null for the one that it is in when the consumer starts
     */
    record Offset(long offset, @Nullable TableVersion version) implements StartPosition {
        public Offset {
            if (offset < 0) {
                throw new IllegalArgumentException("offset is " + offset + "; offsets begin with 0");
            }
        }
    }

    /** With the first row that the table still has. */
    static StartPosition beginning() {
        return new Beginning();
    }

    /**
     * Behind the last row that the table has when its owner is first asked; with the first row of a table that its
     * owner does not know yet.
     */
    static StartPosition now() {
        return new Now();
    }

    /**
     * At an offset of the table as it is when the consumer starts. Past the table's end the consumer fails, before its
     * beginning it tells {@link ConsumerEvent.RowsLost}.
     */
    static StartPosition offset(long offset) {
        return new Offset(offset, null);
    }

    /**
     * Behind rows that were handled, by an earlier consumer for instance. If the table has been made anew since, that
     * is told as a {@link ConsumerEvent.TableReplaced}.
     */
    static StartPosition behind(Rows handled) {
        return new Offset(handled.next(), TableVersion.of(handled));
    }
}
