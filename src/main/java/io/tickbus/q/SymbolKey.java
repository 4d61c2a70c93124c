package io.tickbus.q;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** What {@link Symbols} finds a symbol by: its bytes, packed into a word, or the hash of a longer one. */
final class SymbolKey {
    /** Little-endian words of a byte array. */
    static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    /** A symbol of so many bytes is its own key, and two of them are the same if their keys are. */
    static final int PACKED_BYTES_MAX = 8;

    private SymbolKey() {}

    /** Returns the key of the symbol with the bytes {@code from} to {@code to}, at least one and none of them zero. */
    static long of(byte[] bytes, int from, int to) {
        int length = to - from;
        return length <= PACKED_BYTES_MAX ? packed(bytes, from, length) : hash(bytes, from, to);
    }

    private static long packed(byte[] bytes, int from, int length) {
        if (from + Long.BYTES <= bytes.length) {
            long word = (long) LONG.get(bytes, from);
            return length == Long.BYTES ? word : word & (1L << (length * Byte.SIZE)) - 1;
        }
        long word = 0;
        for (int i = 0; i < length; i++) {
            word |= (bytes[from + i] & 0xFFL) << (i * Byte.SIZE);
        }
        return word;
    }

    private static long hash(byte[] bytes, int from, int to) {
        long hash = (long) to - from;
        for (int i = from; i < to; i++) {
            hash = hash * 0x100_0000_01B3L ^ bytes[i]; // FNV's multiplier
        }
        return hash;
    }
}
