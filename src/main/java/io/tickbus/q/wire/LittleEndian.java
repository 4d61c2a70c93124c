package io.tickbus.q.wire;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Reads and writes little-endian words in a byte array. {@link #intAt} can also read a big-endian word. Thread-safe.
 */
final class LittleEndian {
    static final VarHandle SHORT = view(short[].class);
    static final VarHandle INT = view(int[].class);
    static final VarHandle LONG = view(long[].class);

    private LittleEndian() {}

    private static VarHandle view(Class<?> array) {
        return MethodHandles.byteArrayViewVarHandle(array, ByteOrder.LITTLE_ENDIAN);
    }

    static int intAt(byte[] bytes, int at, boolean littleEndian) {
        int word = (int) INT.get(bytes, at);
        return littleEndian ? word : Integer.reverseBytes(word);
    }
}
