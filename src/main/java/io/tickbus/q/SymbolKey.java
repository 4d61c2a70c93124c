package io.tickbus.q;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Computes the key of a symbol in the hash table of {@link Symbols}. The key is the symbol's bytes packed into a word.
 * If a symbol has more than eight bytes, the key is a hash of the bytes.
 */
final class SymbolKey {
    /** Reads and writes little-endian words in a byte array. */
    static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    /** The size in bytes up to which a symbol is its own key. Up to this size, equal keys mean equal symbols. */
    static final int PACKED_BYTES_MAX = 8;

    private SymbolKey() {}

    /**
     * Returns the key of the symbol with the bytes {@code from} to {@code to}. The symbol has at least one byte, and no
     * byte is zero.
     */
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
            hash = hash * 0x100_0000_01B3L ^ bytes[i]; // The factor is the prime number of the FNV hash.
        }
        return hash;
    }
}
