package io.tickbus.q;

/**
 * The symbols of this process at one moment.
 *
 * @param count symbols held, the empty one left out
 * @param bytes of all together, without their zero bytes
 */
public record SymbolUse(int count, long bytes, SymbolBounds bounds) {
    private static final double NEARLY_FULL = 0.8;

    /** Whether four fifths of either bound are used. */
    public boolean isNearlyFull() {
        return count >= NEARLY_FULL * bounds.countMax() || bytes >= NEARLY_FULL * bounds.bytesMax();
    }

    /** For errors: what is held, of how much, and the keys of the configuration. */
    @Override
    public String toString() {
        return count + " symbols of at most " + bounds.countMax() + " (symbols.countMax), " + bytes
                + " bytes of at most " + bounds.bytesMax() + " (symbols.bytesMax)";
    }
}
