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
 * columns for a resend. Vert.x keeps the encoded bytes in its send queue, which has no limit.
 */
final class BatchMemory {
    /**
     * Memory of a batch without its rows, in bytes: about 20 objects, and Vert.x's buffer of at least 1024 bytes. A
     * measurement with a stopped owner gave about 1550 bytes per batch of one row.
     */
    static final int BATCH_BYTES = 2048;
    /** Memory of an object and of the reference to it, in bytes. */
    private static final int OBJECT_BYTES = 48;
    /** The estimate measures the text of this many symbols per column. */
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
     * Estimates the length of all texts, in bytes, from the first {@link #SYMBOLS_LOOKED_AT} texts. Measuring every
     * text would cost as much as sending the batch within one JVM.
     */
    private static long text(SymbolVector symbols) {
        int looked = Math.min(SYMBOLS_LOOKED_AT, symbols.size());
        return looked == 0 ? 0 : ((SymbolVector) symbols.slice(0, looked)).wireBytes() * symbols.size() / looked;
    }

    private static long nested(Value value) {
        return value instanceof QVector vector ? of(vector) : value instanceof Atom ? 2 * Long.BYTES : OBJECT_BYTES;
    }
}
