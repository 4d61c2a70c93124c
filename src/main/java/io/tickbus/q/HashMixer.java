package io.tickbus.q;

/** The mixing function of all hash tables here; see {@link Symbols} and {@link QVector#hashAt}. */
final class HashMixer {
    private static final long GOLDEN_RATIO = 0x9E37_79B9_7F4A_7C15L;

    private HashMixer() {}

    /** Spreads the bits of a word over an int. Its low bits and its high bits can both serve as a slot number. */
    static int of(long word) {
        long mixed = word * GOLDEN_RATIO;
        return (int) (mixed ^ (mixed >>> 32));
    }
}
