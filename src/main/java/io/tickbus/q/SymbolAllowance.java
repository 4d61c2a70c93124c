package io.tickbus.q;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Symbols that strangers may add to those of this process, all of them together: a symbol is never forgotten, and what they
 * send has to leave room for what the feed brings. Thread-safe.
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

    /** Returns an allowance of half of what the process may have by its bounds. */
    public static SymbolAllowance half() {
        SymbolBounds bounds = Symbols.use().bounds();
        return new SymbolAllowance(bounds.countMax() / 2, bounds.bytesMax() / 2);
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
