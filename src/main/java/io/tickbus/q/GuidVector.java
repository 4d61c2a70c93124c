package io.tickbus.q;

import java.util.UUID;

/** Guids. An item takes two longs of the array, the most significant long first. */
public final class GuidVector extends QVector {
    /** The number of longs that an item takes in the array. */
    public static final int LONGS_PER_ITEM = 2;

    private final long[] words;

    /**
     * Makes a vector with a copy of the guids.
     *
     * @param items the items
     */
    public GuidVector(UUID... items) {
        this(0, words(items), 0, items.length);
    }

    GuidVector(int attribute, long[] words, int from, int size) {
        super(QType.GUID, attribute, from, size, words.length / LONGS_PER_ITEM);
        this.words = words;
    }

    private static long[] words(UUID... items) {
        long[] words = new long[items.length * LONGS_PER_ITEM];
        for (int i = 0; i < items.length; i++) {
            words[LONGS_PER_ITEM * i] = items[i].getMostSignificantBits();
            words[LONGS_PER_ITEM * i + 1] = items[i].getLeastSignificantBits();
        }
        return words;
    }

    /**
     * Returns the shared array, which the caller must not change. The array has two longs per item, and item 0 is at
     * index {@code 2 * offset()}.
     */
    @Override
    public long[] array() {
        return words;
    }

    /**
     * {@return an item}
     *
     * @param index the index of the item, from 0
     */
    public UUID at(int index) {
        return new UUID(high(index), low(index));
    }

    private long high(int index) {
        return words[LONGS_PER_ITEM * (from + index)];
    }

    private long low(int index) {
        return words[LONGS_PER_ITEM * (from + index) + 1];
    }

    @Override
    public boolean isNull(int index) {
        return high(index) == 0 && low(index) == 0;
    }

    @Override
    boolean sameItem(int index, QVector other, int otherIndex) {
        GuidVector that = (GuidVector) other;
        return high(index) == that.high(otherIndex) && low(index) == that.low(otherIndex);
    }

    @Override
    int itemHash(int index) {
        return HashMixer.of(high(index) ^ Long.rotateLeft(low(index), 32));
    }
}
