package io.tickbus.q.wire;

import io.tickbus.q.QFormatException;
import io.tickbus.q.QType;
import io.tickbus.q.SymbolBytes;
import io.tickbus.q.VectorBuilder;

/**
 * Columns as they stand one after the other in a message, straight into builders. What is not exactly them is refused; it is
 * for {@link Decoder} then, which takes everything and says what is wrong.
 */
final class WireColumns {
    /** Something else stands there. */
    static final int REFUSED = -1;
    /** The bytes end inside. */
    static final int CUT = -2;

    private static final int HEAD_BYTES = RowReader.VECTOR_HEAD_BYTES;

    private WireColumns() {}

    /**
     * Adds columns of one length.
     *
     * @return the index behind them; when it is {@link #REFUSED} or {@link #CUT} some may have been added: the caller takes
     *     them back
     */
    static int read(byte[] bytes, int from, int to, QType[] types, VectorBuilder[] columns) {
        int at = from;
        int rows = 0;
        for (int i = 0; i < types.length; i++) {
            if (to - at < HEAD_BYTES) {
                return CUT;
            }
            QType type = types[i];
            int count = (int) LittleEndian.INT.get(bytes, at + 2);
            rows = i == 0 ? count : rows;
            if (bytes[at] != type.code() || bytes[at + 1] < 0 || count != rows || count < 0) {
                return REFUSED;
            }
            at += HEAD_BYTES;
            if ((long) count * Math.max(1, type.bytes()) > to - at) {
                return CUT;
            }
            if (type == QType.SYMBOL) {
                try {
                    at = appendSymbols(columns[i], bytes, at, to, count);
                } catch (QFormatException noRoomForASymbol) {
                    return REFUSED; // the decoder meets the same limit, and says so
                }
                if (at < 0) {
                    return CUT;
                }
            } else {
                appendNumbers(columns[i], bytes, at, count);
                at += count * type.bytes();
            }
        }
        return at;
    }

    /**
     * Adds numbers to a column.
     *
     * @param at the index of the first; all of them must be there
     */
    static void appendNumbers(VectorBuilder column, byte[] bytes, int at, int count) {
        Object array = column.arrayWithRoom(count);
        Numbers.read(column.type().storage(), bytes, at, true, array, column.size(), count);
        column.added(count);
    }

    /**
     * Adds symbols to a column.
     *
     * @return the index behind them, or -1 when the bytes end before; then none was added
     */
    static int appendSymbols(VectorBuilder column, byte[] bytes, int at, int to, int count) {
        int[] ids = (int[]) column.arrayWithRoom(count);
        int next = SymbolBytes.readAll(bytes, at, to, ids, column.size(), count);
        column.added(next < 0 ? 0 : count);
        return next;
    }
}
