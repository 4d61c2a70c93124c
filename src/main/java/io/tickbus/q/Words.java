package io.tickbus.q;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Numbers in a byte array, in either byte order. */
final class Words {
    static final VarHandle SHORT = view(short[].class);
    static final VarHandle INT = view(int[].class);
    static final VarHandle LONG = view(long[].class);

    private Words() {}

    private static VarHandle view(Class<?> array) {
        return MethodHandles.byteArrayViewVarHandle(array, ByteOrder.LITTLE_ENDIAN);
    }

    static short shortAt(byte[] bytes, int at, boolean littleEndian) {
        short word = (short) SHORT.get(bytes, at);
        return littleEndian ? word : Short.reverseBytes(word);
    }

    static int intAt(byte[] bytes, int at, boolean littleEndian) {
        int word = (int) INT.get(bytes, at);
        return littleEndian ? word : Integer.reverseBytes(word);
    }

    static long longAt(byte[] bytes, int at, boolean littleEndian) {
        long word = (long) LONG.get(bytes, at);
        return littleEndian ? word : Long.reverseBytes(word);
    }
}
