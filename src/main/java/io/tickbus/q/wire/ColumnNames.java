package io.tickbus.q.wire;

import io.tickbus.q.SymbolVector;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Caches lists of column names for {@link Decoder}. Most tables in messages have the columns of an earlier table.
 * Thread-safe.
 */
final class ColumnNames {
    /** The largest number of column names in a cached list. */
    private static final int KEPT_COLUMNS_MAX = 256;

    private static final int KEPT_BITS = 6;
    private static final int FIBONACCI = 0x9E37_79B9; // A factor that spreads a hash over the high bits.

    private static final @Nullable Kept[] KEPT = new @Nullable Kept[1 << KEPT_BITS];

    private record Kept(SymbolVector names, List<String> texts) {}

    private ColumnNames() {}

    /**
     * Returns the texts of a vector of names. The vector must not be a slice, because its whole array of ids is the key
     * of the cache.
     */
    static List<String> of(SymbolVector names) {
        int[] ids = names.array();
        int slot = (Arrays.hashCode(ids) * FIBONACCI) >>> (Integer.SIZE - KEPT_BITS);
        Kept kept = KEPT[slot];
        if (kept != null && Arrays.equals(kept.names.array(), ids)) {
            return kept.texts;
        }
        String[] array = new String[ids.length];
        Arrays.setAll(array, names::textAt);
        List<String> texts = List.of(array);
        if (ids.length <= KEPT_COLUMNS_MAX) {
            // Two threads can write this element at once. Both entries are correct.
            KEPT[slot] = new Kept(names, texts);
        }
        return texts;
    }
}
