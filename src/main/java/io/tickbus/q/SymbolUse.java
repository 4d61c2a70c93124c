package io.tickbus.q;

/**
 * The number of symbols in this process at one moment, and their bounds.
 *
 * @param count the number of symbols, without the empty symbol
 * @param bytes the bytes of all symbols together, without their zero bytes
 * @param bounds the bounds at that moment
 */
public record SymbolUse(int count, long bytes, SymbolBounds bounds) {
    private static final double NEARLY_FULL = 0.8;

    /** {@return whether the count or the bytes have reached four fifths of their bound} */
    public boolean isNearlyFull() {
        return count >= NEARLY_FULL * bounds.countMax() || bytes >= NEARLY_FULL * bounds.bytesMax();
    }

    /** Returns the numbers, the bounds and the configuration keys of the bounds, for error messages. */
    @Override
    public String toString() {
        return count + " symbols of at most " + bounds.countMax() + " (symbols.countMax), " + bytes
                + " bytes of at most " + bounds.bytesMax() + " (symbols.bytesMax)";
    }
}
