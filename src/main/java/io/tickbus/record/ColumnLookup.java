package io.tickbus.record;

import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Finds the index of a column by its name. It is a hash table of interned names. The literals of a program are interned
 * too, so a literal is found by its identity. Without a comparison of characters, the JIT compiler can move the search
 * out of a loop over rows. Immutable.
 */
final class ColumnLookup {
    private static final int SLOTS_PER_COLUMN_MIN = 2;
    /** The largest number of slots to try. The hashes of ordinary names are smaller, so more slots would not help. */
    private static final int SLOTS_TRIED_MAX = 1024;

    private static final int TABLES_MAX = 256;
    /** Cached lookups for recent column names. The hash of the names gives the index. */
    private static final AtomicReferenceArray<@Nullable ColumnLookup> RECENT = new AtomicReferenceArray<>(TABLES_MAX);

    private final List<String> names;
    private final @Nullable String[] slots;
    private final int[] indexes;

    private ColumnLookup(List<String> names) {
        this.names = names;
        int size = slots(names);
        this.slots = new String[size];
        this.indexes = new int[size];
        for (int i = 0; i < names.size(); i++) {
            int slot = key(names.get(i)) & size - 1;
            while (slots[slot] != null) {
                slot = slot + 1 & size - 1;
            }
            slots[slot] = names.get(i).intern();
            indexes[slot] = i;
        }
    }

    /** Returns the number of slots, a power of two. If possible, no two names share a slot. */
    private static int slots(List<String> names) {
        int size = 2 * Integer.highestOneBit(SLOTS_PER_COLUMN_MIN * names.size() + 1);
        while (size < SLOTS_TRIED_MAX) {
            int mask = size - 1;
            if (names.stream().mapToInt(name -> key(name) & mask).distinct().count() == names.size()) {
                break;
            }
            size *= 2;
        }
        return size;
    }

    /**
     * Returns the lookup for column names. Recent lookups are cached, because creating one takes longer than reading a
     * row.
     */
    static ColumnLookup of(List<String> names) {
        int index = names.hashCode() & TABLES_MAX - 1;
        ColumnLookup recent = RECENT.get(index);
        if (recent == null || !recent.names.equals(names)) {
            recent = new ColumnLookup(names);
            RECENT.set(index, recent);
        }
        return recent;
    }

    /**
     * Returns the index of a column.
     *
     * @throws IllegalArgumentException if no column has the name
     */
    @SuppressWarnings("ReferenceEquality") // search() compares the characters if the strings differ in identity.
    int find(String name) {
        int slot = key(name) & slots.length - 1;
        return slots[slot] == name ? indexes[slot] : search(name, slot);
    }

    /**
     * Returns a hash of a name, without a loop. With a loop, the JIT compiler could not move the search out of the
     * caller's loop over rows.
     */
    private static int key(String name) {
        int last = name.length() - 1;
        return last < 0 ? 0 : 7 * last + 3 * name.charAt(0) + name.charAt(last);
    }

    private int search(String name, int first) {
        for (int slot = first; ; slot = slot + 1 & slots.length - 1) {
            String found = slots[slot];
            if (found == null) {
                throw new IllegalArgumentException("no column " + name + " among " + names);
            }
            if (found.equals(name)) {
                return indexes[slot];
            }
        }
    }
}
