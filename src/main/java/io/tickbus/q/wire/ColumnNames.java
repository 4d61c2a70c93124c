package io.tickbus.q.wire;

import io.tickbus.q.SymbolVector;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The names of tables' columns, kept: tables of the same columns come again and again, a row or two in each. */
final class ColumnNames {
    /** Tables with more columns are not kept. */
    private static final int KEPT_COLUMNS_MAX = 256;

    private static final int KEPT_BITS = 6;
    private static final int FIBONACCI = 0x9E37_79B9; // spreads a hash to its high bits

    private static final @Nullable Kept[] KEPT = new @Nullable Kept[1 << KEPT_BITS];

    private record Kept(SymbolVector names, List<String> texts) {}

    private ColumnNames() {}

    /** The texts of symbols that fill their array. */
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
            KEPT[slot] = new Kept(names, texts); // of two at a time, either is right
        }
        return texts;
    }
}
