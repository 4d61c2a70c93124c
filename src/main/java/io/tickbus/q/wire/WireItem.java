package io.tickbus.q.wire;

import io.tickbus.q.QFormatException;
import io.tickbus.q.SymbolBytes;
import io.tickbus.q.VectorBuilder;

/**
 * Reads the item of one column from many messages that have one row each. There is one loop for each kind of array,
 * because a loop over one primitive type is fast. Each loop stops at the first item that is incomplete or has another
 * head. Immutable.
 *
 * @param headBytes the number of bytes before the item's value
 * @param mask the bits of the item's first word that are compared with {@code head}
 * @param head the expected value of these bits
 */
record WireItem(int headBytes, long mask, long head) {
    /** Returns whether the item's head is at index {@code at}. Reads a whole word, even if the item is shorter. */
    boolean isAt(byte[] bytes, int at) {
        return ((long) LittleEndian.LONG.get(bytes, at) & mask) == head;
    }

    /**
     * Appends the item of each of several messages to a column.
     *
     * @param at the index of the item in each message. Afterwards, the index of the next item.
     * @param ends the index after each message
     * @param count the number of messages
     * @return the number of items appended. The number is below {@code count} if an item is incomplete or has another
     *     head.
     */
    int read(byte[] bytes, int[] at, int[] ends, int count, VectorBuilder column) {
        Object array = column.arrayWithRoom(count);
        int first = column.size();
        int added = switch (column.type().storage()) {
            case BYTES -> read(bytes, at, ends, count, (byte[]) array, first);
            case SHORTS -> read(bytes, at, ends, count, (short[]) array, first);
            case INTS -> read(bytes, at, ends, count, (int[]) array, first);
            case LONGS -> read(bytes, at, ends, count, (long[]) array, first);
            case REALS -> read(bytes, at, ends, count, (float[]) array, first);
            case FLOATS -> read(bytes, at, ends, count, (double[]) array, first);
            case GUIDS -> readGuids(bytes, at, ends, count, (long[]) array, first);
            case SYMBOLS -> readSymbols(bytes, at, ends, count, (int[]) array, first);
            case VALUES -> throw new IllegalArgumentException("no items of " + column.type());
        };
        column.added(added);
        return added;
    }

    private int read(byte[] bytes, int[] at, int[] ends, int count, byte[] into, int first) {
        for (int i = 0; i < count; i++) {
            int head = at[i];
            int next = head + headBytes + Byte.BYTES;
            if (next > ends[i] || !isAt(bytes, head)) {
                return i;
            }
            into[first + i] = bytes[head + headBytes];
            at[i] = next;
        }
        return count;
    }

    private int read(byte[] bytes, int[] at, int[] ends, int count, short[] into, int first) {
        for (int i = 0; i < count; i++) {
            int head = at[i];
            int next = head + headBytes + Short.BYTES;
            if (next > ends[i] || !isAt(bytes, head)) {
                return i;
            }
            into[first + i] = (short) LittleEndian.SHORT.get(bytes, head + headBytes);
            at[i] = next;
        }
        return count;
    }

    private int read(byte[] bytes, int[] at, int[] ends, int count, int[] into, int first) {
        for (int i = 0; i < count; i++) {
            int head = at[i];
            int next = head + headBytes + Integer.BYTES;
            if (next > ends[i] || !isAt(bytes, head)) {
                return i;
            }
            into[first + i] = (int) LittleEndian.INT.get(bytes, head + headBytes);
            at[i] = next;
        }
        return count;
    }

    private int read(byte[] bytes, int[] at, int[] ends, int count, long[] into, int first) {
        for (int i = 0; i < count; i++) {
            int head = at[i];
            int next = head + headBytes + Long.BYTES;
            if (next > ends[i] || !isAt(bytes, head)) {
                return i;
            }
            into[first + i] = (long) LittleEndian.LONG.get(bytes, head + headBytes);
            at[i] = next;
        }
        return count;
    }

    private int read(byte[] bytes, int[] at, int[] ends, int count, float[] into, int first) {
        for (int i = 0; i < count; i++) {
            int head = at[i];
            int next = head + headBytes + Float.BYTES;
            if (next > ends[i] || !isAt(bytes, head)) {
                return i;
            }
            into[first + i] = Float.intBitsToFloat((int) LittleEndian.INT.get(bytes, head + headBytes));
            at[i] = next;
        }
        return count;
    }

    private int read(byte[] bytes, int[] at, int[] ends, int count, double[] into, int first) {
        for (int i = 0; i < count; i++) {
            int head = at[i];
            int next = head + headBytes + Double.BYTES;
            if (next > ends[i] || !isAt(bytes, head)) {
                return i;
            }
            into[first + i] = Double.longBitsToDouble((long) LittleEndian.LONG.get(bytes, head + headBytes));
            at[i] = next;
        }
        return count;
    }

    private int readGuids(byte[] bytes, int[] at, int[] ends, int count, long[] into, int first) {
        for (int i = 0; i < count; i++) {
            int head = at[i];
            int next = head + headBytes + 2 * Long.BYTES;
            if (next > ends[i] || !isAt(bytes, head)) {
                return i;
            }
            into[2 * (first + i)] = Long.reverseBytes((long) LittleEndian.LONG.get(bytes, head + headBytes));
            into[2 * (first + i) + 1] =
                    Long.reverseBytes((long) LittleEndian.LONG.get(bytes, head + headBytes + Long.BYTES));
            at[i] = next;
        }
        return count;
    }

    private int readSymbols(byte[] bytes, int[] at, int[] ends, int count, int[] into, int first) {
        for (int i = 0; i < count; i++) {
            int head = at[i];
            if (head + headBytes + 1 > ends[i] || !isAt(bytes, head)) {
                return i;
            }
            long read;
            try {
                read = SymbolBytes.read(bytes, head + headBytes, ends[i]);
            } catch (QFormatException noRoom) {
                // The limit on symbols is reached. The decoder reads the message again and reports the limit.
                return i;
            }
            if (read == SymbolBytes.UNTERMINATED) {
                return i;
            }
            into[first + i] = SymbolBytes.id(read);
            at[i] = SymbolBytes.next(read);
        }
        return count;
    }
}
