package io.tickbus.q;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Limits the number of symbols that all clients of the process together can add. Symbols are never removed, so clients
 * must not use up the room for symbols of the feed. Used where messages of clients are decoded. Thread-safe.
 */
public final class SymbolAllowance {
    private static final ThreadLocal<@Nullable SymbolAllowance> CURRENT = new ThreadLocal<>();

    private final long symbolsMax;
    private final long bytesMax;
    private final AtomicLong symbols = new AtomicLong();
    private final AtomicLong bytes = new AtomicLong();

    SymbolAllowance(long symbolsMax, long bytesMax) {
        this.symbolsMax = symbolsMax;
        this.bytesMax = bytesMax;
    }

    /** {@return an allowance of half of this process's {@link SymbolBounds}} */
    public static SymbolAllowance half() {
        SymbolBounds bounds = Symbols.use().bounds();
        return new SymbolAllowance(bounds.countMax() / 2, bounds.bytesMax() / 2);
    }

    /**
     * Calls {@code reading} on this thread. Each symbol that the call adds counts towards this allowance. Symbols that
     * the process already has do not count.
     *
     * @param <T> the type of the result
     * @param reading a call that may add symbols
     * @return the result of {@code reading}
     * @throws QFormatException of kind SYMBOLS at the first new symbol beyond the allowance
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

    /**
     * Counts a new symbol towards the allowance of this thread. Has no effect on a thread without an allowance. The
     * caller adds the symbol afterwards.
     *
     * @param length the number of bytes of the symbol
     * @param at the offset of the symbol, for the exception
     */
    static void reserveOne(int length, int at) {
        SymbolAllowance current = CURRENT.get();
        if (current != null) {
            current.reserve(length, at);
        }
    }

    private void reserve(int length, int at) {
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
