package io.tickbus.q;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * All symbols of this process. As in q, each symbol is stored once, and vectors hold its int id. Symbols are never
 * removed, so {@link SymbolBounds} limit their number and their bytes. Thread-safe. Adding a symbol takes a lock.
 * Looking up a symbol takes no lock.
 *
 * <p>The hash table is open-addressed, with two words per slot: the key and the id. The key of a symbol of up to eight
 * bytes is the symbol itself, padded with zeros. No symbol holds a zero byte, so equal keys mean equal symbols. The key
 * of a longer symbol is its hash. The id of a longer symbol is stored negated, and a lookup also compares the symbol's
 * bytes.
 */
public final class Symbols {
    /** The id of the empty symbol. The empty symbol is q's null. */
    public static final int EMPTY = 0;
    /** The id that stands for every symbol that this process does not have. Its text is a question mark. */
    static final int UNKNOWN = 1;

    static final VarHandle WORD = MethodHandles.arrayElementVarHandle(long[].class);
    // The word of a symbol that is too long: with its zero byte, it does not fit into eight bytes.
    static final long NO_WORD = -1;
    // The hash table has at least four times as many slots as symbols. A lookup therefore rarely probes a second slot.
    private static final int FILL_DIVISOR = 4;

    private static volatile long[] slots = new long[2 * 16_384];
    private static volatile byte[][] bytesById = new byte[1024][];
    private static volatile long[] wordById = new long[1024];
    private static volatile @Nullable String[] textById = new String[1024];
    private static volatile long[] hashById = new long[1024];
    private static final int FIRST = 2;

    private static volatile SymbolUse use = new SymbolUse(0, 0, SymbolBounds.ofHeap());
    private static Consumer<SymbolUse> nearlyFull = full -> {};

    static {
        bytesById[EMPTY] = new byte[0];
        textById[EMPTY] = "";
        bytesById[UNKNOWN] = new byte[] {'?'};
        wordById[UNKNOWN] = '?';
        hashById[EMPTY] = RowHashes.bytesHash(bytesById[EMPTY]);
        hashById[UNKNOWN] = RowHashes.bytesHash(bytesById[UNKNOWN]);
    }

    private Symbols() {}

    /**
     * {@return the id of a symbol} Adds the symbol if it is new.
     *
     * @param text the symbol's bytes as {@link EscapedText}
     * @throws QFormatException of kind SYMBOLS if the symbol is new and exceeds the bounds
     */
    public static int id(String text) {
        int recent = RecentSymbols.find(text);
        if (recent != RecentSymbols.ABSENT) {
            return recent;
        }
        byte[] bytes = EscapedText.bytes(text);
        int id = id(bytes, 0, bytes.length);
        RecentSymbols.add(text, id);
        return id;
    }

    /**
     * {@return the id of a symbol that {@link #id(String)} returned recently, or -1} Is faster than a lookup of bytes. The
     * result for a text that is not ASCII, or has a backslash, is always -1: its bytes depend on an encoding.
     *
     * @param text the symbol
     */
    public static int recentId(String text) {
        return RecentSymbols.find(text);
    }

    /**
     * Returns the id of a name that the program itself uses. Works like {@link #id(String)}, but names have a reserve
     * beyond the bounds.
     */
    static int nameId(String name) {
        byte[] bytes = EscapedText.bytes(name);
        return nameId(bytes, 0, bytes.length);
    }

    /**
     * {@return the id of a name, such as a table's name} Works like {@link #id(byte[], int, int)}, but names have a
     * reserve beyond the bounds.
     *
     * @param bytes the bytes
     * @param from the index of the first byte
     * @param to the index after the last byte
     */
    public static int nameId(byte[] bytes, int from, int to) {
        return id(bytes, from, to, true);
    }

    /**
     * {@return the id of a symbol, or {@link #EMPTY} if this process does not have the symbol} Adds no symbol.
     *
     * @param text the symbol's bytes as {@link EscapedText}
     */
    public static int find(String text) {
        byte[] bytes = EscapedText.bytes(text);
        return bytes.length == 0 ? EMPTY : find(slots, SymbolKey.of(bytes, 0, bytes.length), bytes, 0, bytes.length);
    }

    /**
     * {@return the id of a symbol} If this process does not have the symbol, returns an id that no symbol has. Adds no
     * symbol.
     *
     * @param text the symbol's bytes as {@link EscapedText}
     */
    public static int known(String text) {
        int id = find(text);
        return id == EMPTY && !text.isEmpty() ? UNKNOWN : id;
    }

    /**
     * {@return the id of a symbol} Adds the symbol if it is new.
     *
     * @param bytes the bytes
     * @param from the index of the symbol's first byte
     * @param to the index after the symbol's last byte. No byte of the symbol is zero.
     * @throws QFormatException of kind SYMBOLS if the symbol is new and exceeds the bounds
     */
    public static int id(byte[] bytes, int from, int to) {
        return id(bytes, from, to, false);
    }

    private static int id(byte[] bytes, int from, int to, boolean isName) {
        int length = to - from;
        if (length == 0) {
            return EMPTY;
        }
        long key = SymbolKey.of(bytes, from, to);
        int id = find(slots, key, bytes, from, to);
        return id != EMPTY ? id : add(key, bytes, from, to, isName);
    }

    /**
     * Returns the id of a symbol of one to eight bytes, or {@link #EMPTY} if this process does not have the symbol.
     *
     * @param key the bytes in a little-endian word, padded with zeros
     */
    static int findPacked(long key) {
        long[] table = slots;
        int mask = table.length - 2;
        for (int slot = HashMixer.of(key) << 1 & mask; ; slot = slot + 2 & mask) {
            int id = (int) (long) WORD.getAcquire(table, slot + 1);
            if (id == 0 || (id > 0 && table[slot] == key)) {
                return id;
            }
        }
    }

    /** Returns the hash table, two words per slot. Only {@link #add} may write to it. */
    static long[] slots() {
        return slots;
    }

    /**
     * Returns an array of words, indexed by id. A word has the symbol's bytes and a zero byte, or is {@link #NO_WORD}.
     * The array is shared, and callers must not change it.
     */
    static long[] words() {
        return wordById;
    }

    /**
     * Returns an array of hashes, indexed by id. The hash of a symbol's bytes is equal in every process. The array is
     * shared, and callers must not change it.
     */
    static long[] hashes() {
        return hashById;
    }

    /** Returns the bytes of a symbol. The array is shared, and callers must not change it. */
    static byte[] bytes(int id) {
        return bytesById[id];
    }

    /**
     * {@return a symbol as a text in the form of {@link EscapedText}}
     *
     * @param id the id
     */
    public static String text(int id) {
        @Nullable String[] texts = textById;
        String text = id < texts.length ? texts[id] : null;
        if (text == null) {
            byte[] bytes = bytes(id);
            text = EscapedText.of(bytes, 0, bytes.length);
            if (id < texts.length) {
                // Two threads can write this element at once. Both write equal texts.
                texts[id] = text;
            }
        }
        return text;
    }

    static int find(long[] table, long key, byte[] bytes, int from, int to) {
        if (to - from <= SymbolKey.PACKED_BYTES_MAX) {
            return findPacked(key);
        }
        int mask = table.length - 2;
        for (int slot = HashMixer.of(key) << 1 & mask; ; slot = slot + 2 & mask) {
            int id = (int) (long) WORD.getAcquire(table, slot + 1);
            if (id == 0) {
                return EMPTY;
            }
            if (id < 0 && table[slot] == key) {
                byte[] known = bytesById[-id];
                if (Arrays.equals(known, 0, known.length, bytes, from, to)) {
                    return -id;
                }
            }
        }
    }

    private static synchronized int add(long key, byte[] bytes, int from, int to, boolean isName) {
        int known = find(slots, key, bytes, from, to);
        if (known != EMPTY) {
            return known;
        }
        int length = to - from;
        SymbolUse before = use;
        int names = isName ? SymbolBounds.NAMES_MAX : 0;
        if (!before.bounds().allow(before.count() + 1L - names, before.bytes() + length - names)) {
            throw new QFormatException(
                    QFormatException.Kind.SYMBOLS,
                    from,
                    "no room for another symbol: this process has " + before
                            + "; keep what is always new, such as order ids, as text,"
                            + " or raise the bound, and start again");
        }
        SymbolAllowance.reserveOne(length, from);
        int id = FIRST + before.count();
        if (id == bytesById.length) {
            bytesById = Arrays.copyOf(bytesById, 2 * id);
            textById = Arrays.copyOf(textById, 2 * id);
            wordById = Arrays.copyOf(wordById, 2 * id);
            hashById = Arrays.copyOf(hashById, 2 * id);
        }
        if (id * 2L * FILL_DIVISOR >= slots.length) {
            slots = grown(slots);
        }
        bytesById[id] = Arrays.copyOfRange(bytes, from, to);
        wordById[id] = length < SymbolKey.PACKED_BYTES_MAX ? key : NO_WORD;
        hashById[id] = RowHashes.bytesHash(bytesById[id]);
        put(slots, key, length <= SymbolKey.PACKED_BYTES_MAX ? id : -id);
        use = new SymbolUse(before.count() + 1, before.bytes() + length, before.bounds());
        if (use.isNearlyFull() && !before.isNearlyFull()) {
            nearlyFull.accept(use);
        }
        return id;
    }

    /** {@return the number of symbols of this process, and their bounds} */
    public static SymbolUse use() {
        return use;
    }

    /**
     * Sets the bounds on symbols. All symbols are kept, even if they exceed the new bounds. If the new bounds are
     * nearly reached, calls the listener of {@link #onNearlyFull}.
     *
     * @param bounds the bounds
     */
    public static synchronized void bound(SymbolBounds bounds) {
        use = new SymbolUse(use.count(), use.bytes(), bounds);
        if (use.isNearlyFull()) {
            nearlyFull.accept(use);
        }
    }

    /**
     * Sets the listener for bounds that are nearly reached. The new listener replaces the previous listener.
     *
     * @param listener called each time {@link SymbolUse#isNearlyFull} becomes true. The thread that adds the symbol
     *     calls the listener. This thread holds the lock for new symbols, so the listener must return at once.
     */
    public static synchronized void onNearlyFull(Consumer<SymbolUse> listener) {
        nearlyFull = listener;
    }

    private static long[] grown(long[] table) {
        long[] larger = new long[2 * table.length];
        for (int slot = 0; slot < table.length; slot += 2) {
            if (table[slot + 1] != 0) {
                put(larger, table[slot], table[slot + 1]);
            }
        }
        return larger;
    }

    private static void put(long[] table, long key, long id) {
        int mask = table.length - 2;
        int slot = HashMixer.of(key) << 1 & mask;
        while (table[slot + 1] != 0) {
            slot = slot + 2 & mask;
        }
        table[slot] = key;
        // The release write ensures that a thread that reads the id also sees the key and the bytes.
        WORD.setRelease(table, slot + 1, id);
    }
}
