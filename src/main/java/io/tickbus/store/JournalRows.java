package io.tickbus.store;

import io.tickbus.log.LogReader;
import io.tickbus.q.Atom;
import io.tickbus.q.Flip;
import io.tickbus.q.GeneralList;
import io.tickbus.q.QFormatException;
import io.tickbus.q.QVector;
import io.tickbus.q.Schema;
import io.tickbus.q.SymbolVector;
import io.tickbus.q.Value;
import io.tickbus.q.VectorBuilder;
import io.tickbus.q.wire.LogRows;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the rows of one table from a log that a {@link JournalFile} has written. Not thread-safe. */
final class JournalRows implements Closeable {
    /**
     * Limit on the size of a message, in bytes. A longer message in a file counts as damage, because no journal writes
     * it.
     */
    static final int MESSAGE_BYTES_MAX = 1 << 28;
    /** Limit on the rows that {@link #next} collects from several messages. A single message can have more rows. */
    private static final int ROWS_MAX = 1 << 16;

    private final String table;
    private final Schema schema;
    private final LogReader reader;
    private final LogRows usual;
    private @Nullable String otherColumns;

    /** @param bytes the number of bytes to read from the start of the file */
    JournalRows(String table, Schema schema, Path file, long bytes) throws IOException {
        this.table = table;
        this.schema = schema;
        this.reader = LogReader.open(file, MESSAGE_BYTES_MAX, bytes);
        this.usual = new LogRows(table, schema);
    }

    /**
     * Returns the next rows. The result can be empty. Returns null if no whole message follows.
     *
     * @throws IOException if the file cannot be read, or the rows belong to another table
     */
    @Nullable
    Flip next() throws IOException {
        VectorBuilder[] columns = schema.builders(0).toArray(VectorBuilder[]::new);
        if (reader.decodeRows(usual, columns, ROWS_MAX, Long.MAX_VALUE) > 0) {
            requireColumns(otherColumns);
            return schema.flip(List.of(columns));
        }
        Value message = reader.next();
        QFormatException damage = reader.damage();
        if (damage != null && damage.kind() == QFormatException.Kind.SYMBOLS) {
            throw new IOException(damage.getMessage()); // The symbol limit is reached; the log is not damaged.
        }
        return message == null ? null : rows(message);
    }

    private Flip rows(Value message) throws IOException {
        if (message instanceof GeneralList call
                && call.size() == 3
                && isSymbol(call.valueAt(0), JournalFile.UPD)
                && isSymbol(call.valueAt(1), table)) {
            return payload(call.valueAt(2));
        }
        throw new IOException("before byte " + reader.goodBytes() + " is no call of upd for table " + table);
    }

    private static boolean isSymbol(Value value, String text) {
        return value instanceof Atom atom
                && atom.isSymbol()
                && ((SymbolVector) atom.item()).textAt(0).equals(text);
    }

    private Flip payload(Value payload) throws IOException {
        if (payload instanceof Flip head) {
            String mismatch = schema.mismatch(head);
            if (head.size() > 0) {
                requireColumns(mismatch);
                return head;
            }
            otherColumns = mismatch; // Other columns are an error only if rows follow.
            return schema.empty();
        }
        List<QVector> columns = new ArrayList<>();
        for (int i = 0; payload instanceof QVector list && i < list.size(); i++) {
            if (list.valueAt(i) instanceof QVector column) {
                columns.add(column);
            }
        }
        requireColumns(otherColumns != null ? otherColumns : schema.mismatch(columns));
        try {
            return new Flip(schema.columns(), columns);
        } catch (IllegalArgumentException uneven) {
            throw new IOException("before byte " + reader.goodBytes() + ": " + uneven.getMessage(), uneven);
        }
    }

    private void requireColumns(@Nullable String mismatch) throws IOException {
        if (mismatch != null) {
            throw new IOException("its rows are not those of table " + table + ", which has " + schema + ": " + mismatch
                    + "; nothing of it was read, and it is kept as it is");
        }
    }

    /** Returns where the last whole message ends, in bytes from the start of the file. */
    long goodBytes() {
        return reader.goodBytes();
    }

    /** Returns the damage after the last whole message. Returns null if the log only ends inside a message. */
    @Nullable
    String damage() {
        QFormatException damage = reader.damage();
        if (damage != null
                && damage.kind() == QFormatException.Kind.LENGTH) { // No journal writes a message of this length.
            return "the message at byte " + damage.offset() + " claims " + damage.bytesMin()
                    + " bytes or more, and a journal's" + " messages have at most " + MESSAGE_BYTES_MAX;
        }
        return damage == null ? null : damage.getMessage();
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }
}
