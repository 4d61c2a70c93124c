package io.tickbus.q;

/**
 * How many symbols this process may hold. They are never forgotten, so without bounds a feed with a new symbol in each row would
 * end the process.
 *
 * @param countMax symbols
 * @param bytesMax bytes of all symbols together, without their zero bytes
 */
public record SymbolBounds(int countMax, long bytesMax) {
    /** The most that a configuration may set: the ids' table has no room for more. */
    public static final int COUNT_LIMIT = 100_000_000;
    /** Beyond the bounds, for names that the program itself makes: with neither, an end of day could not be said any more. */
    static final int NAMES_MAX = 65_536;

    private static final int COUNT_DEFAULT_MAX = 1 << 24;
    private static final long BYTES_DEFAULT_MAX = 1L << 30;
    /** Bytes of heap for one symbol: about twice what its entries take beside its bytes, just after the table has grown. */
    private static final int HEAP_BYTES_PER_SYMBOL = 512;
    /** The part of the heap that the bytes of symbols may take. */
    private static final int HEAP_SHARE_OF_BYTES = 8;

    /** Returns bounds that leave room for tables: one symbol for each 512 bytes of heap, an eighth of the heap for their bytes. */
    public static SymbolBounds ofHeap() {
        return ofHeap(Runtime.getRuntime().maxMemory());
    }

    static SymbolBounds ofHeap(long heapBytes) {
        return new SymbolBounds(
                (int) Math.min(COUNT_DEFAULT_MAX, heapBytes / HEAP_BYTES_PER_SYMBOL),
                Math.min(BYTES_DEFAULT_MAX, heapBytes / HEAP_SHARE_OF_BYTES));
    }

    /** Whether these symbols, with the next one, are within the bounds. */
    boolean allow(long count, long bytes) {
        return count <= countMax && bytes <= bytesMax;
    }
}
