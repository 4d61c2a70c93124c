package io.tickbus.q.wire;

import io.tickbus.q.SymbolVector;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A cache of lists of column names, because most tables in messages have the columns of an earlier table. Thread-safe.
 */
final class ColumnNames {
    /** The largest number of columns of a list that is cached. */
    private static final int KEPT_COLUMNS_MAX = 256;

    private static final int KEPT_BITS = 6;
    private static final int FIBONACCI = 0x9E37_79B9; // The factor spreads a hash to the high bits.

    private static final @Nullable Kept[] KEPT = new @Nullable Kept[1 << KEPT_BITS];

    private record Kept(SymbolVector names, List<String> texts) {}

    private ColumnNames() {}

    /**
     * Returns the texts of a vector. The vector must not be a slice, because its whole array of ids is the key of the
     * cache.
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
            // Two threads may write here at once. The entry of either thread is correct.
            KEPT[slot] = new Kept(names, texts);
        }
        return texts;
    }
}
