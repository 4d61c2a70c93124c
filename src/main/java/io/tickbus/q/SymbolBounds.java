package io.tickbus.q;

/**
 * Bounds on the symbols of this process. Symbols are never removed. Without bounds, a feed with a new symbol in each
 * row would exhaust the heap. Names that the program itself uses, such as tables and functions, have a reserve beyond
 * the bounds: 65,536 symbols and 65,536 bytes.
 *
 * @param countMax the largest number of symbols
 * @param bytesMax the largest number of bytes of all symbols together, without their zero bytes
 */
public record SymbolBounds(int countMax, long bytesMax) {
    /** The largest {@code countMax} that a configuration may set. The hash table has no room for more symbols. */
    public static final int COUNT_LIMIT = 100_000_000;
    /**
     * The reserve for names: this number of symbols, and this number of bytes. With the reserve, a process without room
     * for symbols can still encode an end of day.
     */
    static final int NAMES_MAX = 65_536;

    private static final int COUNT_DEFAULT_MAX = 1 << 24;
    private static final long BYTES_DEFAULT_MAX = 1L << 30;
    /**
     * By default, one symbol is allowed per this number of heap bytes. A symbol takes about half of these bytes right
     * after the hash table has grown.
     */
    private static final int HEAP_BYTES_PER_SYMBOL = 512;
    /** The heap divided by this number is the default limit on the bytes of symbols. */
    private static final int HEAP_SHARE_OF_BYTES = 8;

    /**
     * {@return default bounds for the heap of this process, which leave room for tables} The number of symbols is
     * limited to one per 512 bytes of heap, and to 2^24. The bytes of symbols are limited to an eighth of the heap, and
     * to 1 GiB.
     */
    public static SymbolBounds ofHeap() {
        return ofHeap(Runtime.getRuntime().maxMemory());
    }

    static SymbolBounds ofHeap(long heapBytes) {
        return new SymbolBounds(
                (int) Math.min(COUNT_DEFAULT_MAX, heapBytes / HEAP_BYTES_PER_SYMBOL),
                Math.min(BYTES_DEFAULT_MAX, heapBytes / HEAP_SHARE_OF_BYTES));
    }

    boolean allow(long count, long bytes) {
        return count <= countMax && bytes <= bytesMax;
    }
}
