package io.tickbus.config;

import io.tickbus.q.SymbolBounds;

/** Reads the section {@code symbols}. Its limits apply to all symbols in the process, from any source. */
final class SymbolsConfig {
    private static final long BYTES_MIN = 65_536;
    private static final long BYTES_LIMIT = 1L << 40;

    private SymbolsConfig() {}

    static SymbolBounds from(ConfigSection section) {
        SymbolBounds ofHeap = SymbolBounds.ofHeap();
        var bounds = new SymbolBounds(
                section.integer("countMax", ofHeap.countMax(), 1, SymbolBounds.COUNT_LIMIT),
                section.longInteger("bytesMax", ofHeap.bytesMax(), BYTES_MIN, BYTES_LIMIT));
        section.reportUnknownKeys();
        return bounds;
    }
}
