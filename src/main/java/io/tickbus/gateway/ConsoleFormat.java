package io.tickbus.gateway;

import io.tickbus.q.ByteVector;
import io.tickbus.q.ConsoleText;
import io.tickbus.q.Flip;
import io.tickbus.q.Value;

/** {@code .Q.s}: values as q's console prints them, each line with its end. */
final class ConsoleFormat {
    private ConsoleFormat() {}

    static ByteVector of(Value value) {
        return ByteVector.utf8(ConsoleText.of(value) + "\n");
    }

    /** A table, of which only the rows that are shown are at hand. */
    static ByteVector table(Flip firstRows, int keys, long rows) {
        return ByteVector.utf8(ConsoleText.table(firstRows, keys, rows) + "\n");
    }
}
