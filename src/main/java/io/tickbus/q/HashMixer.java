package io.tickbus.q;

/** The hash function of all hash tables in this package. See {@link Symbols} and {@link QVector#hashAt}. */
final class HashMixer {
    private static final long GOLDEN_RATIO = 0x9E37_79B9_7F4A_7C15L;

    private HashMixer() {}

    /** Returns a hash of a 64-bit word. The low bits and the high bits of the hash can both serve as a slot number. */
    static int of(long word) {
        long mixed = word * GOLDEN_RATIO;
        return (int) (mixed ^ (mixed >>> 32));
    }
}
