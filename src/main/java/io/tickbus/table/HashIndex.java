package io.tickbus.table;

import io.tickbus.q.Flip;
import io.tickbus.q.QVector;
import java.util.Arrays;

/**
 * An index of keys of any type. It is an open-addressed hash table of row offsets and key hashes. Only the owner's
 * thread uses this class.
 */
final class HashIndex implements KeyIndex {
    private static final int SLOTS_MIN = 64;
    private static final int SLOT_BYTES = Long.BYTES + Integer.BYTES;
    private static final int HASH_MULTIPLIER = 31;

    private final int keys;
    private final Segments segments;
    private long[] offsets = new long[SLOTS_MIN];
    private int[] hashes = new int[SLOTS_MIN];
    private int count;

    /**
     * @param keys the number of key columns
     * @param segments the segments that store the keys
     */
    HashIndex(int keys, Segments segments) {
        this.keys = keys;
        this.segments = segments;
        Arrays.fill(offsets, NONE);
    }

    @Override
    public int count() {
        return count;
    }

    @Override
    public long bytes() {
        return (long) SLOT_BYTES * offsets.length;
    }

    /**
     * Returns an upper bound on the allocated memory, in bytes, if all keys are new. The size of the old arrays is not
     * subtracted, because they still exist while the index grows.
     */
    @Override
    public long growth(Flip rows) {
        long slots = offsets.length;
        while ((count + (long) rows.size()) * 2 > slots) {
            slots *= 2;
        }
        return slots == offsets.length ? 0 : SLOT_BYTES * slots;
    }

    @Override
    public boolean hasAll(Flip rows) {
        QVector[] key = keyOf(rows);
        for (int row = 0; row < rows.size(); row++) {
            if (offsets[slot(hash(key, row), key, row)] == NONE) {
                return false;
            }
        }
        return true;
    }

    private QVector[] keyOf(Flip rows) {
        return rows.columns().subList(0, keys).toArray(new QVector[0]);
    }

    @Override
    public void put(Flip rows, long offset, long[] before) {
        QVector[] key = keyOf(rows);
        for (int row = 0; row < rows.size(); row++) {
            int hash = hash(key, row);
            int slot = slot(hash, key, row);
            before[row] = offsets[slot];
            offsets[slot] = offset + row;
            if (before[row] == NONE) {
                hashes[slot] = hash;
                if (++count * 2 > offsets.length) {
                    grow();
                }
            }
        }
    }

    private static int hash(QVector[] key, int row) {
        int hash = 0;
        for (QVector column : key) {
            hash = HASH_MULTIPLIER * hash + column.hashAt(row);
        }
        return hash;
    }

    /** Returns the slot of a row's key. If the index lacks the key, returns the free slot for it. */
    private int slot(int hash, QVector[] key, int row) {
        int mask = offsets.length - 1;
        int slot = hash & mask;
        while (offsets[slot] != NONE && !(hashes[slot] == hash && segments.keyMatches(offsets[slot], key, row))) {
            slot = slot + 1 & mask;
        }
        return slot;
    }

    private void grow() {
        long[] oldOffsets = offsets;
        int[] oldHashes = hashes;
        offsets = new long[2 * oldOffsets.length];
        hashes = new int[offsets.length];
        Arrays.fill(offsets, NONE);
        int mask = offsets.length - 1;
        for (int i = 0; i < oldOffsets.length; i++) {
            if (oldOffsets[i] != NONE) {
                int slot = oldHashes[i] & mask;
                while (offsets[slot] != NONE) {
                    slot = slot + 1 & mask;
                }
                offsets[slot] = oldOffsets[i];
                hashes[slot] = oldHashes[i];
            }
        }
    }
}
