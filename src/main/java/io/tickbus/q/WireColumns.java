package io.tickbus.q;

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
                    at = columns[i].appendWireSymbols(bytes, at, to, count);
                } catch (QFormatException noRoomForASymbol) {
                    return REFUSED; // the decoder meets the same limit, and says so
                }
                if (at < 0) {
                    return CUT;
                }
            } else {
                columns[i].appendWire(bytes, at, count);
                at += count * type.bytes();
            }
        }
        return at;
    }
}
