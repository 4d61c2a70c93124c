package io.tickbus.q;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Every symbol of this process, interned once, as q does: an int id stands for the bytes. Reading takes no lock; a new symbol
 * does. Symbols are never forgotten, so their number and their bytes have {@link SymbolBounds}.
 *
 * <p>The table is open-addressed, two words a slot: the key, then the id. A symbol of up to eight bytes is its own key
 * (packed, zero-padded: a symbol holds no zero byte), so one comparison decides; a longer one has its hash as the key and a
 * negated id, and its bytes are compared as well.
 */
public final class Symbols {
    /** The id of the empty symbol, which is q's null. */
    public static final int EMPTY = 0;
    /** Stands for every symbol that {@link SymbolBytes#readKnown} does not know. It is no symbol's id; its text is a question mark. */
    static final int UNKNOWN = 1;

    static final VarHandle WORD = MethodHandles.arrayElementVarHandle(long[].class);
    static final long NO_WORD = -1; // of a symbol that is too long for a word with its zero byte
    private static final int FILL_DIVISOR = 4; // at most a quarter full: a look-up rarely meets a second slot

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

    /** The id of the symbol with this text, which is {@link EscapedText}. */
    public static int id(String text) {
        byte[] bytes = EscapedText.bytes(text);
        return id(bytes, 0, bytes.length);
    }

    /** Returns what {@link #id(String)} does, for a name that the program itself makes: some have room beyond the bounds. */
    static int nameId(String name) {
        byte[] bytes = EscapedText.bytes(name);
        return nameId(bytes, 0, bytes.length);
    }

    /** Returns what {@link #id(byte[], int, int)} does, for a name. */
    public static int nameId(byte[] bytes, int from, int to) {
        return id(bytes, from, to, true);
    }

    /** The id of the symbol with this text if the process has it, or EMPTY: adds none. */
    public static int find(String text) {
        byte[] bytes = EscapedText.bytes(text);
        return bytes.length == 0 ? EMPTY : find(slots, SymbolKey.of(bytes, 0, bytes.length), bytes, 0, bytes.length);
    }

    /** Returns the id of the symbol with this text if the process has it, else one that no data has: adds none. */
    public static int known(String text) {
        int id = find(text);
        return id == EMPTY && !text.isEmpty() ? UNKNOWN : id;
    }

    /** The id of the symbol with the bytes {@code from} to {@code to}, none of them zero. */
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

    /** The id of a symbol of one to eight bytes, given as they are packed in a little-endian word, or EMPTY if it is new. */
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

    /** The table: two words a slot, the key and the id. */
    static long[] slots() {
        return slots;
    }

    /** Of each symbol by id: its bytes and a zero byte behind them in a word, or {@link #NO_WORD}. Shared, not to be written to. */
    static long[] words() {
        return wordById;
    }

    /** Hashes of the symbols' bytes by id, the same in every process. The array is shared and must not be written to. */
    static long[] hashes() {
        return hashById;
    }

    /** The bytes of a symbol; not to be written to. */
    static byte[] bytes(int id) {
        return bytesById[id];
    }

    /** A symbol's bytes as {@link EscapedText}. */
    public static String text(int id) {
        @Nullable String[] texts = textById;
        String text = id < texts.length ? texts[id] : null;
        if (text == null) {
            byte[] bytes = bytes(id);
            text = EscapedText.of(bytes, 0, bytes.length);
            if (id < texts.length) {
                texts[id] = text; // a race writes an equal text
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

    /** Returns how many symbols this process has, and how many it may have. */
    public static SymbolUse use() {
        return use;
    }

    /** Sets how many symbols this process may have. Those that it has stay, also past a bound. */
    public static synchronized void bound(SymbolBounds bounds) {
        use = new SymbolUse(use.count(), use.bytes(), bounds);
        if (use.isNearlyFull()) {
            nearlyFull.accept(use);
        }
    }

    /** Calls a listener in place of the one before when the bounds are nearly reached: once, on the thread that adds the symbol. */
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
        WORD.setRelease(table, slot + 1, id); // a reader that sees the id sees the key and the bytes
    }
}
