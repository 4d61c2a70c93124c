package io.tickbus.q;

import org.jspecify.annotations.Nullable;

/**
 * A cache of the ids of symbols by their text, for loops over an application's Strings. It saves the bytes of the text
 * and their hash, which {@link Symbols} needs. All texts are ASCII without a backslash, so every encoding and {@link
 * EscapedText} give them the same bytes. A symbol replaces an earlier one of the same slot. Thread-safe without a lock:
 * entries are immutable, and a thread that misses the latest entry looks the symbol up again.
 */
final class RecentSymbols {
    /** The result for a text that is not in the cache. */
    static final int ABSENT = -1;

    private static final int SLOTS = 4096;
    private static final int SLOT_BITS = 12;
    private static final int ASCII_MAX = 0x7F;

    private static final @Nullable Entry[] ENTRIES = new Entry[SLOTS];

    private RecentSymbols() {}

    private record Entry(String text, int id) {}

    /** Returns the id of a symbol, or {@link #ABSENT}. */
    static int find(String text) {
        Entry entry = ENTRIES[slot(text)];
        return entry != null && text.equals(entry.text) ? entry.id : ABSENT;
    }

    /** Adds a symbol, unless its text has other characters than the cache allows. */
    static void add(String text, int id) {
        if (isPlain(text)) {
            ENTRIES[slot(text)] = new Entry(text, id);
        }
    }

    private static int slot(String text) {
        int hash = text.hashCode();
        return (hash ^ hash >>> SLOT_BITS) & SLOTS - 1;
    }

    private static boolean isPlain(String text) {
        for (int i = 0; i < text.length(); i++) {
            char character = text.charAt(i);
            if (character == 0 || character > ASCII_MAX || character == '\\') {
                return false;
            }
        }
        return true;
    }
}
