package io.tickbus.q;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Symbols that strangers may add to those of this process, all of them together: a symbol is never forgotten, and what they
 * send has to leave room for what the feed brings. Thread-safe.
 */
public final class SymbolAllowance {
    /** Of the heap for one symbol, about eight times what it takes beside its bytes. */
    private static final int HEAP_BYTES_PER_SYMBOL = 1024;
    /** Of the heap that the bytes of these symbols may take. */
    private static final int HEAP_SHARE_OF_BYTES = 16;

    private static final ThreadLocal<@Nullable SymbolAllowance> CURRENT = new ThreadLocal<>();

    private final long symbolsMax;
    private final long bytesMax;
    private final AtomicLong symbols = new AtomicLong();
    private final AtomicLong bytes = new AtomicLong();

    SymbolAllowance(long symbolsMax, long bytesMax) {
        this.symbolsMax = symbolsMax;
        this.bytesMax = bytesMax;
    }

    /** One symbol for each 1024 bytes of the heap, a sixteenth of the heap for their bytes. */
    public static SymbolAllowance ofHeap() {
        long heap = Runtime.getRuntime().maxMemory();
        return new SymbolAllowance(heap / HEAP_BYTES_PER_SYMBOL, heap / HEAP_SHARE_OF_BYTES);
    }

    /**
     * Does what may add symbols, on this thread.
     *
     * @throws QFormatException {@link QFormatException.Kind#SYMBOLS} at the first new one that is too many; known ones are read
     */
    public <T> T within(Supplier<T> reading) {
        SymbolAllowance outer = CURRENT.get();
        CURRENT.set(this);
        try {
            return reading.get();
        } finally {
            CURRENT.set(outer);
        }
    }

    /** To be called before a symbol is added. */
    static void takeOne(int length, int at) {
        SymbolAllowance current = CURRENT.get();
        if (current != null) {
            current.take(length, at);
        }
    }

    private void take(int length, int at) {
        if (symbols.get() >= symbolsMax || bytes.get() + length > bytesMax) {
            throw new QFormatException(
                    QFormatException.Kind.SYMBOLS,
                    at,
                    "no room for another new symbol of a client: they have brought " + symbols + " of " + bytes
                            + " bytes already");
        }
        symbols.incrementAndGet();
        bytes.addAndGet(length);
    }
}
