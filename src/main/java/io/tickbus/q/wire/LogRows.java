package io.tickbus.q.wire;

import io.tickbus.q.QType;
import io.tickbus.q.Schema;
import io.tickbus.q.VectorBuilder;
import java.util.List;

/**
 * Reads what a tickerplant's log has of one table straight into columns, without making values of it: {@code (`upd; table; x)}
 * or {@code (`.u.upd; table; x)}, where x is a row of atoms, a row that collapsed to a vector because all its items have one
 * type, a list of columns, or a table with the columns of the schema. Types have to be those of the schema exactly. It refuses
 * whatever is not exactly that, having changed nothing, and leaves it to {@link Decoder}.
 *
 * <p>Unlike in IPC no message tells its length: where one ends is known once it is read. One thread at a time.
 */
public final class LogRows {
    /** The names of the function that takes rows, in kdb+tick's subscribers and in its tickerplant. */
    public static final List<String> FUNCTIONS = List.of("upd", ".u.upd");

    private final LogCall[] calls;
    private int current;
    private int messages;
    private boolean cut;

    /**
     * @param table the name that messages carry
     * @param schema one with a column of {@link QType#LIST} has nothing read here
     */
    public LogRows(String table, Schema schema) {
        boolean readable = !schema.types().contains(QType.LIST);
        calls = FUNCTIONS.stream()
                .filter(function -> readable)
                .map(function -> new LogCall(function, table, schema))
                .toArray(LogCall[]::new);
    }

    /**
     * Reads messages for as long as the next one is whole and one of these.
     *
     * @param bytes messages that reach into the last eight are not read: words are, whatever an item's length
     * @param bytesMax of a message; a longer one is refused
     * @param columns one per column of the schema, all of one size
     * @param rowsMax the size of the columns to stop at; the last message may bring more
     * @param messagesMax to stop after
     * @return the index behind the last one read; {@code from} when there was none
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
            current = (current + 1) % calls.length; // a log has one of them, as a rule
        }
        return from;
    }

    /** Messages that the last {@link #read} has read. */
    public int messages() {
        return messages;
    }

    /** Whether the last {@link #read} ended where the bytes may end inside a message of these: with more of them it may go on. */
    public boolean isCut() {
        return cut;
    }
}
