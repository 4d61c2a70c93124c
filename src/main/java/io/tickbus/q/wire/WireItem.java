package io.tickbus.q.wire;

import io.tickbus.q.QFormatException;
import io.tickbus.q.SymbolBytes;
import io.tickbus.q.VectorBuilder;

/**
 * How an item of a column stands in a message of one row, and how to read the same one of many messages: a loop for each way of
 * storing, all alike. Each fills an array from {@code first} on, moves {@code at} behind the item, and stops at a message
 * whose item has another head or is not whole.
 *
 * @param headBytes before the item itself
 * @param mask what is compared of the word at the head
 * @param head what that is to be
 */
record WireItem(int headBytes, long mask, long head) {
    /** Whether the item has its head here; a word is read, whatever the item's length. */
    boolean isAt(byte[] bytes, int at) {
        return ((long) LittleEndian.LONG.get(bytes, at) & mask) == head;
    }

    /**
     * Adds the item of each of several messages to a column.
     *
     * @param at where the item stands in each message; afterwards, where the next one does
     * @param ends where each message ends
     * @return the items added: fewer than {@code count} if one has another head, or is not whole
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
                return i; // the decoder meets the same limit, and says so
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
