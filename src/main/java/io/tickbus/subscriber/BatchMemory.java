package io.tickbus.subscriber;

import io.tickbus.q.Atom;
import io.tickbus.q.Flip;
import io.tickbus.q.GeneralList;
import io.tickbus.q.QVector;
import io.tickbus.q.SymbolVector;
import io.tickbus.q.Value;

/**
 * Estimates the memory, in bytes, that a batch occupies until the owner has acknowledged the batch. The estimates count
 * against the limit of the {@link InFlightWindow}.
 *
 * <p>Each value counts twice, because in a cluster this process keeps two copies of a batch. The subscriber keeps the
 * columns for a resend. Vert.x keeps the encoded bytes in the queue of its connection. The queue has no limit.
 */
final class BatchMemory {
    /**
     * Memory of a batch without its rows, in bytes: about 20 objects, and at least 1024 bytes of Vert.x's buffer. Measured
     * with a stopped owner: 300,000 batches of one row took 466 MB.
     */
    static final int BATCH_BYTES = 2048;
    /** Memory of an object and of the reference to it, in bytes. */
    private static final int OBJECT_BYTES = 48;
    /** Number of symbols whose text is measured to estimate the mean text length of a column. */
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

    /**
     * Estimates the bytes of all texts from the first {@link #SYMBOLS_LOOKED_AT} texts. Within one JVM, reading every text
     * would cost as much as sending the batch.
     */
    private static long text(SymbolVector symbols) {
        int looked = Math.min(SYMBOLS_LOOKED_AT, symbols.size());
        return looked == 0 ? 0 : ((SymbolVector) symbols.slice(0, looked)).wireBytes() * symbols.size() / looked;
    }

    private static long nested(Value value) {
        return value instanceof QVector vector ? of(vector) : value instanceof Atom ? 2 * Long.BYTES : OBJECT_BYTES;
    }
}
