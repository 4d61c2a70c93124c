package io.tickbus.q.wire;

import io.tickbus.q.QType;
import io.tickbus.q.Schema;
import io.tickbus.q.VectorBuilder;
import java.util.List;

/**
 * Reads the messages of one table from a log straight into columns, without creating objects for values. The reader
 * accepts {@code (`upd; table; x)} and {@code (`.u.upd; table; x)}. Here x is a row, a list of columns, or a table with
 * the columns of the schema. A row is a list of atoms, or a vector if all its items have one type. The types must equal
 * the types of the schema. Any other message is left for {@link Decoder}.
 *
 * <p>Unlike an IPC message, a logged message does not state its length. Its end is known only after it is read. One
 * thread at a time may use an instance.
 */
public final class LogRows {
    /** The functions that receive rows in kdb+tick: {@code upd} in a subscriber, {@code .u.upd} in the tickerplant. */
    public static final List<String> FUNCTIONS = List.of("upd", ".u.upd");

    private final LogCall[] calls;
    private int current;
    private int messages;
    private boolean cut;

    /**
     * Makes a reader for one table.
     *
     * @param table the name of the table in messages
     * @param schema the schema of the table. If the schema has a column of {@link QType#LIST}, no message is accepted.
     */
    public LogRows(String table, Schema schema) {
        boolean readable = !schema.types().contains(QType.LIST);
        calls = FUNCTIONS.stream()
                .filter(function -> readable)
                .map(function -> new LogCall(function, table, schema))
                .toArray(LogCall[]::new);
    }

    /**
     * Reads messages. Stops at the first message that is incomplete or not accepted.
     *
     * @param bytes the log's bytes. A message that reaches into the last eight bytes is not read, because items are
     *     read as whole words.
     * @param from the index of the first message
     * @param to the index after the last readable byte
     * @param bytesMax the longest message to accept, in bytes
     * @param columns one builder per column of the schema, all of equal size
     * @param rowsMax the number of rows in the columns at which reading stops. The last message can exceed it.
     * @param messagesMax the number of messages after which to stop
     * @return the index after the last message read, or {@code from} if no message was read
     */
    public int read(
            byte[] bytes, int from, int to, int bytesMax, VectorBuilder[] columns, int rowsMax, int messagesMax) {
        int readable = Math.min(to, bytes.length - Long.BYTES);
        int at = from;
        messages = 0;
        cut = false;
        int rows = columns[0].size();
        while (messages < messagesMax && rows < rowsMax) {
            int next = next(bytes, at, readable, bytesMax, columns, Math.min(messagesMax - messages, rowsMax - rows));
            if (next == at) {
                break;
            }
            messages += calls[current].messages();
            rows = columns[0].size();
            at = next;
        }
        return at;
    }

    private int next(byte[] bytes, int from, int to, int bytesMax, VectorBuilder[] columns, int countMax) {
        for (int i = 0; i < calls.length; i++) {
            int next = calls[current].read(bytes, from, to, bytesMax, columns, countMax);
            if (next > from) {
                return next;
            }
            cut |= calls[current].isCut();
            // A function that accepts a message is tried first for later messages, because a log usually has only one
            // function.
            current = (current + 1) % calls.length;
        }
        return from;
    }

    /** Returns the number of messages that the last call of {@link #read} has read. */
    public int messages() {
        return messages;
    }

    /**
     * Returns whether the last call of {@link #read} may have stopped at an incomplete message. With more bytes, this
     * reader may accept the message.
     */
    public boolean isCut() {
        return cut;
    }
}
