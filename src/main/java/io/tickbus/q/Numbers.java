package io.tickbus.q;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Arrays of numbers, from and to the bytes of a message. Few are taken one by one: the views of a bulk copy cost more to make
 * than a row or two is worth.
 */
final class Numbers {
    private static final int FEW = 16;

    private Numbers() {}

    static short[] shorts(byte[] bytes, int at, int count, boolean littleEndian) {
        short[] items = new short[count];
        if (count > FEW) {
            buffer(bytes, at, littleEndian).asShortBuffer().get(items);
        } else {
            for (int i = 0; i < count; i++) {
                short item = (short) Words.SHORT.get(bytes, at + i * Short.BYTES);
                items[i] = littleEndian ? item : Short.reverseBytes(item);
            }
        }
        return items;
    }

    static int[] ints(byte[] bytes, int at, int count, boolean littleEndian) {
        int[] items = new int[count];
        if (count > FEW) {
            buffer(bytes, at, littleEndian).asIntBuffer().get(items);
        } else {
            for (int i = 0; i < count; i++) {
                items[i] = Words.intAt(bytes, at + i * Integer.BYTES, littleEndian);
            }
        }
        return items;
    }

    static long[] longs(byte[] bytes, int at, int count, boolean littleEndian) {
        long[] items = new long[count];
        if (count > FEW) {
            buffer(bytes, at, littleEndian).asLongBuffer().get(items);
        } else {
            for (int i = 0; i < count; i++) {
                items[i] = longAt(bytes, at + i * Long.BYTES, littleEndian);
            }
        }
        return items;
    }

    static float[] reals(byte[] bytes, int at, int count, boolean littleEndian) {
        float[] items = new float[count];
        if (count > FEW) {
            buffer(bytes, at, littleEndian).asFloatBuffer().get(items);
        } else {
            for (int i = 0; i < count; i++) {
                items[i] = Float.intBitsToFloat(Words.intAt(bytes, at + i * Float.BYTES, littleEndian));
            }
        }
        return items;
    }

    static double[] floats(byte[] bytes, int at, int count, boolean littleEndian) {
        double[] items = new double[count];
        if (count > FEW) {
            buffer(bytes, at, littleEndian).asDoubleBuffer().get(items);
        } else {
            for (int i = 0; i < count; i++) {
                items[i] = Double.longBitsToDouble(longAt(bytes, at + i * Double.BYTES, littleEndian));
            }
        }
        return items;
    }

    private static long longAt(byte[] bytes, int at, boolean littleEndian) {
        long word = (long) Words.LONG.get(bytes, at);
        return littleEndian ? word : Long.reverseBytes(word);
    }

    private static ByteBuffer buffer(byte[] bytes, int at, boolean littleEndian) {
        return ByteBuffer.wrap(bytes, at, bytes.length - at)
                .order(littleEndian ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
    }

    /** Writes the items of a vector whose type has a fixed size, little-endian. */
    static void put(Vector vector, byte[] bytes, int at) {
        int first = vector.offset();
        int count = vector.size();
        if (vector instanceof ByteVector items) {
            System.arraycopy(items.array(), first, bytes, at, count);
        } else if (vector instanceof GuidVector items) { // raw bytes, whatever the message's order
            int words = GuidVector.LONGS_PER_ITEM;
            buffer(bytes, at, false).asLongBuffer().put(items.array(), words * first, words * count);
        } else if (count > FEW) {
            putMany(vector, buffer(bytes, at, true));
        } else if (vector instanceof ShortVector items) {
            for (int i = 0; i < count; i++) {
                Words.SHORT.set(bytes, at + i * Short.BYTES, items.at(i));
            }
        } else if (vector instanceof IntVector items) {
            for (int i = 0; i < count; i++) {
                Words.INT.set(bytes, at + i * Integer.BYTES, items.at(i));
            }
        } else if (vector instanceof LongVector items) {
            for (int i = 0; i < count; i++) {
                Words.LONG.set(bytes, at + i * Long.BYTES, items.at(i));
            }
        } else if (vector instanceof RealVector items) {
            for (int i = 0; i < count; i++) {
                Words.INT.set(bytes, at + i * Float.BYTES, Float.floatToRawIntBits(items.at(i)));
            }
        } else if (vector instanceof FloatVector items) {
            for (int i = 0; i < count; i++) {
                Words.LONG.set(bytes, at + i * Double.BYTES, Double.doubleToRawLongBits(items.at(i)));
            }
        }
    }

    private static void putMany(Vector vector, ByteBuffer target) {
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
