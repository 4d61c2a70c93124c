package io.tickbus.table;

import io.tickbus.q.Flip;
import java.util.Arrays;

/**
 * Where the last row of each key is: an open-addressed table of offsets beside the hashes of their keys. The keys themselves
 * stay in the segments.
 */
final class KeyIndex {
    private static final int SLOTS_MIN = 1024;
    private static final long FREE = -1;
    private static final int HASH_MULTIPLIER = 31;

    /** Tells whether the key at an offset is that of a row at hand. */
    interface KeyMatch {
        boolean test(long offset);
    }

    private final int keys;
    private long[] offsets = new long[SLOTS_MIN];
    private int[] hashes = new int[SLOTS_MIN];
    private int count;

    KeyIndex(int keys) {
        this.keys = keys;
        Arrays.fill(offsets, FREE);
    }

    int count() {
        return count;
    }

    int hash(Flip rows, int row) {
        int hash = 0;
        for (int i = 0; i < keys; i++) {
            hash = HASH_MULTIPLIER * hash + rows.column(i).hashAt(row);
        }
        return hash;
    }

    /**
     * Makes {@code offset} the last row of the key that {@code match} knows.
     *
     * @return the offset that was the last until now, or -1 for a new key
     */
    long put(int hash, long offset, KeyMatch match) {
        int mask = offsets.length - 1;
        int slot = hash & mask;
        while (offsets[slot] != FREE) {
            if (hashes[slot] == hash && match.test(offsets[slot])) {
                long before = offsets[slot];
                offsets[slot] = offset;
                return before;
            }
            slot = slot + 1 & mask;
        }
        offsets[slot] = offset;
        hashes[slot] = hash;
        if (++count * 2 > offsets.length) {
            grow();
        }
        return FREE;
    }

    private void grow() {
        long[] oldOffsets = offsets;
        int[] oldHashes = hashes;
        offsets = new long[2 * oldOffsets.length];
        hashes = new int[offsets.length];
        Arrays.fill(offsets, FREE);
        int mask = offsets.length - 1;
        for (int i = 0; i < oldOffsets.length; i++) {
            if (oldOffsets[i] != FREE) {
                int slot = oldHashes[i] & mask;
                while (offsets[slot] != FREE) {
                    slot = slot + 1 & mask;
                }
                offsets[slot] = oldOffsets[i];
                hashes[slot] = oldHashes[i];
            }
        }
    }
}
