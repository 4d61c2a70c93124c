package io.tickbus.q.wire;

import io.tickbus.q.ByteVector;
import io.tickbus.q.FloatVector;
import io.tickbus.q.GuidVector;
import io.tickbus.q.IntVector;
import io.tickbus.q.LongVector;
import io.tickbus.q.QType.Storage;
import io.tickbus.q.QVector;
import io.tickbus.q.RealVector;
import io.tickbus.q.ShortVector;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Copies numbers between arrays and the bytes of a message. Up to 16 numbers are copied one by one, because a bulk copy
 * needs a buffer that is costly to create. Thread-safe.
 */
final class Numbers {
    private static final int FEW = 16;

    private Numbers() {}

    /**
     * Reads numbers whose bytes are all present.
     *
     * @param at the index of the first number in {@code bytes}
     * @param array an array of the storage's class, which receives the numbers from item {@code first} on
     */
    static void read(Storage storage, byte[] bytes, int at, boolean littleEndian, Object array, int first, int count) {
        switch (storage) {
            case BYTES -> System.arraycopy(bytes, at, array, first, count);
            case SHORTS -> read(bytes, at, littleEndian, (short[]) array, first, count);
            case INTS -> read(bytes, at, littleEndian, (int[]) array, first, count);
            case LONGS -> read(bytes, at, littleEndian, (long[]) array, first, count);
            case REALS -> read(bytes, at, littleEndian, (float[]) array, first, count);
            case FLOATS -> read(bytes, at, littleEndian, (double[]) array, first, count);
            case GUIDS -> { // Guids are big-endian in every message.
                int words = GuidVector.LONGS_PER_ITEM;
                read(bytes, at, false, (long[]) array, words * first, words * count);
            }
            default -> throw new IllegalArgumentException("no numbers: " + storage);
        }
    }

    private static void read(byte[] bytes, int at, boolean littleEndian, short[] items, int first, int count) {
        if (count > FEW) {
            buffer(bytes, at, littleEndian).asShortBuffer().get(items, first, count);
        } else {
            for (int i = 0; i < count; i++) {
                short item = (short) LittleEndian.SHORT.get(bytes, at + i * Short.BYTES);
                items[first + i] = littleEndian ? item : Short.reverseBytes(item);
            }
        }
    }

    private static void read(byte[] bytes, int at, boolean littleEndian, int[] items, int first, int count) {
        if (count > FEW) {
            buffer(bytes, at, littleEndian).asIntBuffer().get(items, first, count);
        } else {
            for (int i = 0; i < count; i++) {
                items[first + i] = LittleEndian.intAt(bytes, at + i * Integer.BYTES, littleEndian);
            }
        }
    }

    private static void read(byte[] bytes, int at, boolean littleEndian, long[] items, int first, int count) {
        if (count > FEW) {
            buffer(bytes, at, littleEndian).asLongBuffer().get(items, first, count);
        } else {
            for (int i = 0; i < count; i++) {
                items[first + i] = longAt(bytes, at + i * Long.BYTES, littleEndian);
            }
        }
    }

    private static void read(byte[] bytes, int at, boolean littleEndian, float[] items, int first, int count) {
        if (count > FEW) {
            buffer(bytes, at, littleEndian).asFloatBuffer().get(items, first, count);
        } else {
            for (int i = 0; i < count; i++) {
                items[first + i] = Float.intBitsToFloat(LittleEndian.intAt(bytes, at + i * Float.BYTES, littleEndian));
            }
        }
    }

    private static void read(byte[] bytes, int at, boolean littleEndian, double[] items, int first, int count) {
        if (count > FEW) {
            buffer(bytes, at, littleEndian).asDoubleBuffer().get(items, first, count);
        } else {
            for (int i = 0; i < count; i++) {
                items[first + i] = Double.longBitsToDouble(longAt(bytes, at + i * Double.BYTES, littleEndian));
            }
        }
    }

    private static long longAt(byte[] bytes, int at, boolean littleEndian) {
        long word = (long) LittleEndian.LONG.get(bytes, at);
        return littleEndian ? word : Long.reverseBytes(word);
    }

    private static ByteBuffer buffer(byte[] bytes, int at, boolean littleEndian) {
        return ByteBuffer.wrap(bytes, at, bytes.length - at)
                .order(littleEndian ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
    }

    /** Writes the items of a vector, little-endian. The vector's type must have a fixed size. */
    static void put(QVector vector, byte[] bytes, int at) {
        int first = vector.offset();
        int count = vector.size();
        if (vector instanceof ByteVector items) {
            System.arraycopy(items.array(), first, bytes, at, count);
            // Guids are big-endian in every message.
        } else if (vector instanceof GuidVector items) {
            int words = GuidVector.LONGS_PER_ITEM;
            buffer(bytes, at, false).asLongBuffer().put(items.array(), words * first, words * count);
        } else if (count > FEW) {
            putMany(vector, buffer(bytes, at, true));
        } else if (vector instanceof ShortVector items) {
            for (int i = 0; i < count; i++) {
                LittleEndian.SHORT.set(bytes, at + i * Short.BYTES, items.at(i));
            }
        } else if (vector instanceof IntVector items) {
            for (int i = 0; i < count; i++) {
                LittleEndian.INT.set(bytes, at + i * Integer.BYTES, items.at(i));
            }
        } else if (vector instanceof LongVector items) {
            for (int i = 0; i < count; i++) {
                LittleEndian.LONG.set(bytes, at + i * Long.BYTES, items.at(i));
            }
        } else if (vector instanceof RealVector items) {
            for (int i = 0; i < count; i++) {
                LittleEndian.INT.set(bytes, at + i * Float.BYTES, Float.floatToRawIntBits(items.at(i)));
            }
        } else if (vector instanceof FloatVector items) {
            for (int i = 0; i < count; i++) {
                LittleEndian.LONG.set(bytes, at + i * Double.BYTES, Double.doubleToRawLongBits(items.at(i)));
            }
        }
    }

    private static void putMany(QVector vector, ByteBuffer target) {
        int first = vector.offset();
        int count = vector.size();
        if (vector instanceof ShortVector items) {
            target.asShortBuffer().put(items.array(), first, count);
        } else if (vector instanceof IntVector items) {
            target.asIntBuffer().put(items.array(), first, count);
        } else if (vector instanceof LongVector items) {
            target.asLongBuffer().put(items.array(), first, count);
        } else if (vector instanceof RealVector items) {
            target.asFloatBuffer().put(items.array(), first, count);
        } else if (vector instanceof FloatVector items) {
            target.asDoubleBuffer().put(items.array(), first, count);
        }
    }
}
