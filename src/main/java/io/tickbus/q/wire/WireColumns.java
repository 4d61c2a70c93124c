package io.tickbus.q.wire;

import io.tickbus.q.QFormatException;
import io.tickbus.q.QType;
import io.tickbus.q.SymbolBytes;
import io.tickbus.q.VectorBuilder;

/**
 * Reads the consecutive columns of a table straight into builders. Refuses columns that differ from the expected types.
 * {@link Decoder} then decodes the message and describes what is wrong.
 */
final class WireColumns {
    /** The result if a column has an unexpected type or size. */
    static final int REFUSED = -1;
    /** The result if the bytes end inside a column. */
    static final int CUT = -2;

    private static final int HEAD_BYTES = RowReader.VECTOR_HEAD_BYTES;

    private WireColumns() {}

    /**
     * Appends columns of equal size. If the result is {@link #REFUSED} or {@link #CUT}, items may have been appended to
     * some columns. The caller removes these items.
     *
     * @param from the index of the first column
     * @param to the index after the last readable byte
     * @param types the type of each column
     * @return the index after the last column, or {@link #REFUSED} or {@link #CUT}
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
                    // The limit on symbols is reached. The decoder reads the message again and reports the limit.
                    return REFUSED;
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
     * Appends numbers to a column.
     *
     * @param at the index of the first number. The bytes of all {@code count} numbers are present.
     */
    static void appendNumbers(VectorBuilder column, byte[] bytes, int at, int count) {
        Object array = column.arrayWithRoom(count);
        Numbers.read(column.type().storage(), bytes, at, true, array, column.size(), count);
        column.added(count);
    }

    /**
     * Appends symbols to a column.
     *
     * @return the index after the last symbol, or -1 if the bytes end before it. If -1 is returned, no symbol is
     *     appended.
     * @throws QFormatException of kind SYMBOLS if a symbol is new and exceeds the bounds
     */
    static int appendSymbols(VectorBuilder column, byte[] bytes, int at, int to, int count) {
        int[] ids = (int[]) column.arrayWithRoom(count);
        int next = SymbolBytes.readAll(bytes, at, to, ids, column.size(), count);
        column.added(next < 0 ? 0 : count);
        return next;
    }
}
