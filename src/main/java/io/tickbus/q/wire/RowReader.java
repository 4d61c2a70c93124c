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
 * Reads the two messages that come again and again straight into columns, without making a value of them: {@code (`upd; table;
 * rows as a table)} with the columns of a schema, and a row of one type as a bare vector. It refuses whatever is not exactly
 * that, having changed nothing, and leaves it to {@link Decoder}, which takes everything and says what is wrong.
 *
 * <p>Every check of the decoder is made here too; what is saved is the making of objects, and the comparing of names one by
 * one: what stands before the first column is the same in each message, and is compared as a whole. Messages of one row are
 * taken many at a time, a column of all of them after the other. One thread at a time.
 */
public final class RowReader {
    static final int VECTOR_HEAD_BYTES = 6; // type, attribute, count

    private final QType[] types;
    private final @Nullable SingleRows singleRows;
    private final @Nullable SingleRows bareRows;
    private final MessageHead head;

    /**
     * @param table the name that messages carry
     * @param bare whether a message may be a row without a function's and a table's name
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
        return new MessageHead(template, namesAt - 2, namesAt + 1, columnsAt + 1); // table, names, list of columns
    }

    /**
     * Reads messages for as long as the next one is whole and of these.
     *
     * @param lengthMax bytes of a message, its header included
     * @param columns one per column of the schema, all of one size
     * @param rowsMax the size of the columns to stop at; the last message may bring more
     * @return the index behind the last one read; {@code from} when there was none
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
