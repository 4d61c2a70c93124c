package io.tickbus.q;

/**
 * Bounds on the symbols of this process. Symbols are never removed. Without bounds, a feed with a new symbol in each
 * row would exhaust the heap. Names that the program itself uses, such as tables and functions, have a reserve of
 * 65,536 beyond both bounds.
 *
 * @param countMax the largest number of symbols
 * @param bytesMax the largest number of bytes of all symbols together, without their zero bytes
 */
public record SymbolBounds(int countMax, long bytesMax) {
    /** The largest {@code countMax} that a configuration may set, because the hash table has no room for more. */
    public static final int COUNT_LIMIT = 100_000_000;
    /** The reserve for names, in names and in bytes. Without it, a full process could not encode an end of day. */
    static final int NAMES_MAX = 65_536;

    private static final int COUNT_DEFAULT_MAX = 1 << 24;
    private static final long BYTES_DEFAULT_MAX = 1L << 30;
    /**
     * Heap per symbol, in bytes: about twice what the entries of a symbol take right after the hash table has grown.
     */
    private static final int HEAP_BYTES_PER_SYMBOL = 512;
    /** Divisor: the bytes of symbols may take an eighth of the heap. */
    private static final int HEAP_SHARE_OF_BYTES = 8;

    /**
     * Returns bounds that leave room for tables: one symbol per 512 bytes of heap, at most 2^24, and an eighth of the
     * heap for the bytes of symbols, at most 1 GiB.
     */
    public static SymbolBounds ofHeap() {
        return ofHeap(Runtime.getRuntime().maxMemory());
    }

    static SymbolBounds ofHeap(long heapBytes) {
        return new SymbolBounds(
                (int) Math.min(COUNT_DEFAULT_MAX, heapBytes / HEAP_BYTES_PER_SYMBOL),
                Math.min(BYTES_DEFAULT_MAX, heapBytes / HEAP_SHARE_OF_BYTES));
    }

    /** Returns whether a number of symbols and their bytes are within the bounds. */
    boolean allow(long count, long bytes) {
        return count <= countMax && bytes <= bytesMax;
    }
}
