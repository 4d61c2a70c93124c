package io.tickbus.event;

import io.tickbus.q.Atom;
import io.tickbus.q.Flip;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Rows that an application sends to one table, at {@link Addresses#append} or {@link Addresses#publish}. The owner
 * applies all rows or none. A batch is immutable if the caller does not change the arrays of its columns.
 *
 * @param topic the table's name
 * @param rows columns with the names and types of the table's columns, in any order
 * @param unreadable null if the receiving process could decode the rows. Otherwise {@code unreadable} is the error
 *     message: the process has reached its symbol limit. {@code rows} then has the right number of rows, but new
 *     symbols are question marks. The owner refuses the batch.
 */
public record Batch(String topic, Flip rows, @Nullable String unreadable) {
    static final QCodec<Batch> CODEC = new QCodec<>(
            "tickbus.append",
            Batch.class,
            batch -> List.of(Atom.symbol(batch.topic), batch.rows),
            Batch::of,
            (outline, reason) -> new Batch(outline.symbol(0), outline.flip(1), reason));

    /**
     * {@return a batch to send}
     *
     * @param topic the name of the table
     * @param rows the rows, with the columns of the table
     */
    public static Batch of(String topic, Flip rows) {
        return new Batch(topic, rows, null);
    }

    private static Batch of(WireFields fields) {
        return of(fields.symbol(0), fields.flip(1));
    }
}
