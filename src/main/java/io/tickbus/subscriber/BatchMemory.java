package io.tickbus.subscriber;

import io.tickbus.q.Atom;
import io.tickbus.q.Flip;
import io.tickbus.q.GeneralList;
import io.tickbus.q.QVector;
import io.tickbus.q.SymbolVector;
import io.tickbus.q.Value;

/**
 * What a batch takes in memory, about, until the owner has it: enough to bound it. In bytes. In a cluster that is twice: as
 * columns, to be sent again, and as bytes in Vert.x's connection, which queues without a bound of its own.
 */
final class BatchMemory {
    /**
     * Of a batch by itself: some 20 objects, and of the bytes Vert.x's 1024 at least. With a stopped owner 300,000 batches of one
     * row took 466 MB.
     */
    static final int BATCH_BYTES = 2048;
    /** Of an object by itself, and of the reference to it. */
    private static final int OBJECT_BYTES = 48;
    /** To tell how long the texts of a column are. */
    private static final int SYMBOLS_LOOKED_AT = 64;

    private BatchMemory() {}

    static long of(Flip rows) {
        long bytes = BATCH_BYTES;
        for (QVector column : rows.columns()) {
            bytes += of(column);
        }
        return bytes;
    }

    private static long of(QVector items) {
        if (items instanceof SymbolVector symbols) {
            return (long) Integer.BYTES * items.size() + text(symbols);
        }
        if (!(items instanceof GeneralList list)) {
            return 2L * items.type().bytes() * items.size();
        }
        long bytes = 0;
        for (int i = 0; i < list.size(); i++) {
            bytes += OBJECT_BYTES + nested(list.valueAt(i));
        }
        return bytes;
    }

    /** As long as the first ones, since looking at each would cost what it takes to send it in one JVM. */
    private static long text(SymbolVector symbols) {
        int looked = Math.min(SYMBOLS_LOOKED_AT, symbols.size());
        return looked == 0 ? 0 : ((SymbolVector) symbols.slice(0, looked)).wireBytes() * symbols.size() / looked;
    }

    private static long nested(Value value) {
        return value instanceof QVector vector ? of(vector) : value instanceof Atom ? 2 * Long.BYTES : OBJECT_BYTES;
    }
}
