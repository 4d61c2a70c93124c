package io.tickbus.query;

import java.util.Arrays;

/**
 * Numbers distinct 64-bit words, from 0, in the order of their first occurrence. {@link GroupKeys} and {@link Groups}
 * use it. The implementation is an open-addressing hash table. Belongs to the thread that evaluates the query.
 */
final class LongIds {
    private static final int SLOTS_MIN = 1024;
    private static final long GOLDEN_RATIO = 0x9E37_79B9_7F4A_7C15L;

    private long[] words = new long[SLOTS_MIN];
    // For each slot, the number of its word plus 1; 0 if the slot is empty.
    private int[] ids = new int[SLOTS_MIN];
    private int shift = Long.numberOfLeadingZeros(SLOTS_MIN - 1);
    private long[] byId = new long[SLOTS_MIN / 2];
    private int count;

    int count() {
        return count;
    }

    long word(int id) {
        return byId[id];
    }

    int id(long word) {
        int mask = ids.length - 1;
        int slot = (int) ((word * GOLDEN_RATIO) >>> shift);
        while (ids[slot] != 0) {
            if (words[slot] == word) {
                return ids[slot] - 1;
            }
            slot = slot + 1 & mask;
        }
        return add(word, slot);
    }

    private int add(long word, int slot) {
        words[slot] = word;
        ids[slot] = count + 1;
        byId[count++] = word;
        if (count == byId.length) {
            grow();
        }
        return count - 1;
    }

    private void grow() {
        byId = Arrays.copyOf(byId, 2 * count);
        words = new long[4 * count];
        ids = new int[4 * count];
        shift--;
        int mask = ids.length - 1;
        for (int id = 0; id < count; id++) {
            int slot = (int) ((byId[id] * GOLDEN_RATIO) >>> shift);
            while (ids[slot] != 0) {
                slot = slot + 1 & mask;
            }
            words[slot] = byId[id];
            ids[slot] = id + 1;
        }
    }
}
