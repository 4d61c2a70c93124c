package io.tickbus.gateway;

import io.tickbus.q.ByteVector;
import io.tickbus.q.ConsoleText;
import io.tickbus.q.Flip;
import io.tickbus.q.Value;

/**
 * Formats values as q's console prints them, for {@code .Q.s}. {@link GatewayCalls} uses this class. Each line ends
 * with a line feed. Stateless and thread-safe.
 */
final class ConsoleFormat {
    private ConsoleFormat() {}

    static ByteVector of(Value value) {
        return ByteVector.utf8(ConsoleText.of(value) + "\n");
    }

    /**
     * Returns the text of a table.
     *
     * @param firstRows the first rows of the table, at least as many as the console shows
     * @param keys the number of key columns
     * @param rows the number of rows of the whole table
     */
    static ByteVector table(Flip firstRows, int keys, long rows) {
        return ByteVector.utf8(ConsoleText.table(firstRows, keys, rows) + "\n");
    }
}
