package io.tickbus.q.wire;

import io.tickbus.q.Atom;
import io.tickbus.q.EscapedText;
import io.tickbus.q.GeneralList;
import io.tickbus.q.QType;
import io.tickbus.q.Schema;
import io.tickbus.q.VectorBuilder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads the most frequent messages of a tickerplant straight into columns, without creating objects for values. The
 * reader accepts two shapes. The first is {@code (`upd; table; rows)}, where rows are a table with exactly the columns
 * of a schema. The second is a vector alone, which is one row. Any other message is left for {@link Decoder}. Used by
 * subscribers through {@link Frames#pollRows}.
 *
 * <p>This class makes all checks that the decoder makes. This class is faster, because it creates fewer objects and
 * compares no names. The bytes before the first column are constant, so a {@link MessageHead} compares them as a whole.
 * Consecutive messages of one row are read together, column by column. One thread at a time may use an instance.
 */
public final class RowReader {
    static final int VECTOR_HEAD_BYTES = 6; // The head of a vector is its type, attribute and count.

    private final QType[] types;
    private final @Nullable SingleRows singleRows;
    private final @Nullable SingleRows bareRows;
    private final MessageHead head;

    /**
     * Makes a reader for one table.
     *
     * @param table the name of the table in messages
     * @param schema the schema of the table. If the schema has a column of {@link QType#LIST}, no message is accepted.
     * @param bare true if a message can be a vector alone, without the names of a function and a table
     */
    public RowReader(String table, Schema schema, boolean bare) {
        types = schema.types().toArray(QType[]::new);
        head = head(table, schema);
        boolean readsTables = !schema.types().contains(QType.LIST);
        singleRows = readsTables ? SingleRows.ofTables(head, types) : null;
        boolean oneType = schema.types().stream().distinct().count() == 1;
        bareRows = bare && readsTables && oneType && types[0] != QType.SYMBOL && types[0] != QType.CHAR
                ? SingleRows.ofVectors(types)
                : null;
    }

    private static MessageHead head(String table, Schema schema) {
        byte[] upd = Encoder.body(new GeneralList(Atom.symbol("upd"), Atom.symbol(table), schema.empty()));
        byte[] template = Arrays.copyOf(upd, upd.length - VECTOR_HEAD_BYTES * schema.width());
        int columnNamesBytes = 0;
        for (String column : schema.columns()) {
            columnNamesBytes += EscapedText.bytes(column).length + 1;
        }
        int columnsAt = template.length - VECTOR_HEAD_BYTES;
        int namesAt = columnsAt - columnNamesBytes - VECTOR_HEAD_BYTES;
        return new MessageHead(
                template,
                // Indexes of three attributes: of the table, of the column names, and of the list of columns.
                namesAt - 2,
                namesAt + 1,
                columnsAt + 1);
    }

    /**
     * Reads messages. Stops at the first message that is incomplete or not accepted.
     *
     * @param from the index of the first message
     * @param to the index after the last received byte
     * @param lengthMax the longest message to accept, in bytes, header included
     * @param columns one builder per column of the schema, all of equal size
     * @param rowsMax the number of rows in the columns at which reading stops. The last message can exceed it.
     * @return the index after the last message read, or {@code from} if no message was read
     */
    int read(byte[] bytes, int from, int to, int lengthMax, VectorBuilder[] columns, int rowsMax) {
        int at = from;
        int next = from;
        do {
            at = next;
            int rowsLeft = rowsMax - columns[0].size();
            if (singleRows != null && rowsLeft > 0) {
                next = singleRows.read(bytes, at, to, lengthMax, columns, rowsLeft);
                next = next == at && bareRows != null
                        ? bareRows.read(bytes, at, to, lengthMax, columns, rowsLeft)
                        : next;
                next = next == at ? table(bytes, at, to, lengthMax, columns) : next;
            }
        } while (next > at);
        return at;
    }

    private int table(byte[] bytes, int from, int to, int lengthMax, VectorBuilder[] columns) {
        int body = from + Header.BYTES;
        int end = MessageHead.end(bytes, from, to, lengthMax);
        if (end == from || !head.starts(bytes, body, end)) {
            return from;
        }
        int before = columns[0].size();
        boolean whole = WireColumns.read(bytes, body + head.length(), end, types, columns) == end;
        if (!whole) {
            for (VectorBuilder column : columns) {
                column.cutTo(before);
            }
        }
        return whole ? end : from;
    }
}
