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
    /** Stands for every symbol that {@link #readKnown} does not know. It is no symbol's id; its text is a question mark. */
    static final int UNKNOWN = 1;

    /** What {@link #read} gives when no zero byte comes. */
    static final long UNTERMINATED = -1;

    private static final VarHandle WORD = MethodHandles.arrayElementVarHandle(long[].class);
    private static final long NO_ZERO_BYTE = -1;
    private static final long NO_WORD = -1; // of a symbol that is too long for a word with its zero byte
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
    static int nameId(byte[] bytes, int from, int to) {
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

    /**
     * Reads a symbol as it is on the wire, ended by a zero byte: eight bytes at a time, since most are shorter.
     *
     * @return what {@link #id(long)} and {@link #next} take apart, or {@link #UNTERMINATED}
     */
    static long read(byte[] bytes, int from, int to) {
        if (to - from >= Long.BYTES) {
            long word = (long) LittleEndian.LONG.get(bytes, from);
            long zero = zeroBytes(word);
            if (zero != 0) {
                int bits = Long.numberOfTrailingZeros(zero) & -Byte.SIZE;
                int end = from + bits / Byte.SIZE;
                int id = bits == 0 ? EMPTY : findPacked(word & (1L << bits) - 1);
                return read(id != EMPTY ? id : id(bytes, from, end), end);
            }
        }
        for (int end = from; end < to; end++) {
            if (bytes[end] == 0) {
                return read(id(bytes, from, end), end);
            }
        }
        return UNTERMINATED;
    }

    /** Moves past a symbol without looking it up: the index behind its zero byte, or -1 when the bytes end before. */
    static int skip(byte[] bytes, int from, int to) {
        int at = from;
        while (to - at >= Long.BYTES) {
            long zero = zeroBytes((long) LittleEndian.LONG.get(bytes, at));
            if (zero != 0) {
                return at + Long.numberOfTrailingZeros(zero) / Byte.SIZE + 1;
            }
            at += Long.BYTES;
        }
        while (at < to) {
            if (bytes[at++] == 0) {
                return at;
            }
        }
        return -1;
    }

    /**
     * Reads symbols one after the other, as {@link #read}: the loop that a column of symbols spends its time in.
     *
     * @param ids where the ids go, from {@code first} on
     * @return the index behind the last one, or -1 when the bytes end before; then some may have been read
     */
    static int readAll(byte[] bytes, int from, int to, int[] ids, int first, int count) {
        long[] table = slots;
        int mask = table.length - 2;
        int at = from;
        int lastStep = 0;
        for (int i = first; i < first + count; i++) {
            long word = to - at >= Long.BYTES ? (long) LittleEndian.LONG.get(bytes, at) : NO_ZERO_BYTE;
            long zero = zeroBytes(word);
            long key = word & (zero ^ zero - 1) >>> Byte.SIZE;
            int slot = HashMixer.of(key) << 1 & mask;
            int id = (int) (long) WORD.getAcquire(table, slot + 1);
            if (zero == 0 || id <= 0 || table[slot] != key) {
                long read = read(bytes, at, to);
                if (read == UNTERMINATED) {
                    return -1;
                }
                ids[i] = id(read);
                at = next(read);
                continue;
            }
            ids[i] = id;
            int step = Long.numberOfTrailingZeros(zero) / Byte.SIZE + 1;
            if (step == lastStep) {
                at += lastStep; // guessed by the processor, which so reads on before it knows where this symbol ends
            } else {
                at += step;
                lastStep = step;
            }
        }
        return at;
    }

    /**
     * Reads symbols as {@link #readAll} does and adds none: one that the process does not have is {@link #UNKNOWN}.
     *
     * @return the index behind the last one, or -1 when the bytes end before
     */
    static int readKnown(byte[] bytes, int from, int to, int[] ids, int count) {
        int at = from;
        for (int i = 0; i < count; i++) {
            int next = skip(bytes, at, to);
            if (next < 0) {
                return -1;
            }
            int end = next - 1;
            int id = end == at ? EMPTY : find(slots, SymbolKey.of(bytes, at, end), bytes, at, end);
            ids[i] = id == EMPTY && end > at ? UNKNOWN : id;
            at = next;
        }
        return at;
    }

    /** A word whose lowest set bit is the highest of the first zero byte; 0 when there is none. */
    private static long zeroBytes(long word) {
        return word - 0x0101_0101_0101_0101L & ~word & 0x8080_8080_8080_8080L;
    }

    private static long read(int id, int end) {
        return (long) (end + 1) << Integer.SIZE | id;
    }

    /** The symbol of a {@link #read}. */
    static int id(long read) {
        return (int) read;
    }

    /** The index behind the symbol of a {@link #read}. */
    static int next(long read) {
        return (int) (read >>> Integer.SIZE);
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

    /** Bytes of symbols on the wire, their zero bytes included. */
    static long wireBytes(int[] ids, int first, int count) {
        long[] words = wordById;
        long bytes = count;
        for (int i = first; i < first + count; i++) {
            long word = words[ids[i]];
            bytes += word == NO_WORD ? bytes(ids[i]).length : bytesOf(word);
        }
        return bytes;
    }

    /**
     * Writes symbols one after the other, each with its zero byte, a word at a time.
     *
     * @param to how far bytes may be written, though what is behind the symbols is not theirs
     * @return the index behind the last one
     */
    static int writeAll(int[] ids, int first, int count, byte[] bytes, int from, int to) {
        long[] words = wordById;
        int at = from;
        int lastStep = 0;
        for (int i = first; i < first + count; i++) {
            long word = words[ids[i]];
            if (word == NO_WORD || to - at < Long.BYTES) {
                byte[] text = bytes(ids[i]);
                System.arraycopy(text, 0, bytes, at, text.length);
                at += text.length;
                bytes[at++] = 0;
                continue;
            }
            LittleEndian.LONG.set(bytes, at, word);
            int step = bytesOf(word) + 1;
            if (step == lastStep) {
                at += lastStep; // guessed by the processor, as in reading
            } else {
                at += step;
                lastStep = step;
            }
        }
        return at;
    }

    /** Of a word that holds a symbol and a zero byte behind it. */
    private static int bytesOf(long word) {
        return Long.BYTES - Long.numberOfLeadingZeros(word) / Byte.SIZE;
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

    private static int find(long[] table, long key, byte[] bytes, int from, int to) {
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
