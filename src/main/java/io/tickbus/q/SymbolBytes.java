package io.tickbus.q;

/**
 * Symbols as bytes, each ended by a zero byte, as a message or a log holds them. Thread-safe.
 */
public final class SymbolBytes {
    /** What {@link #read} gives when no zero byte comes. */
    public static final long UNTERMINATED = -1;

    private static final long NO_ZERO_BYTE = -1;

    private SymbolBytes() {}

    /**
     * Reads a symbol as it is on the wire, ended by a zero byte: eight bytes at a time, since most are shorter.
     *
     * @return what {@link #id(long)} and {@link #next} take apart, or {@link #UNTERMINATED}
     */
    public static long read(byte[] bytes, int from, int to) {
        if (to - from >= Long.BYTES) {
            long word = (long) SymbolKey.LONG.get(bytes, from);
            long zero = zeroBytes(word);
            if (zero != 0) {
                int bits = Long.numberOfTrailingZeros(zero) & -Byte.SIZE;
                int end = from + bits / Byte.SIZE;
                int id = bits == 0 ? Symbols.EMPTY : Symbols.findPacked(word & (1L << bits) - 1);
                return read(id != Symbols.EMPTY ? id : Symbols.id(bytes, from, end), end);
            }
        }
        for (int end = from; end < to; end++) {
            if (bytes[end] == 0) {
                return read(Symbols.id(bytes, from, end), end);
            }
        }
        return UNTERMINATED;
    }

    /** Moves past a symbol without looking it up: the index behind its zero byte, or -1 when the bytes end before. */
    public static int skip(byte[] bytes, int from, int to) {
        int at = from;
        while (to - at >= Long.BYTES) {
            long zero = zeroBytes((long) SymbolKey.LONG.get(bytes, at));
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
    public static int readAll(byte[] bytes, int from, int to, int[] ids, int first, int count) {
        long[] table = Symbols.slots();
        int mask = table.length - 2;
        int at = from;
        int lastStep = 0;
        for (int i = first; i < first + count; i++) {
            long word = to - at >= Long.BYTES ? (long) SymbolKey.LONG.get(bytes, at) : NO_ZERO_BYTE;
            long zero = zeroBytes(word);
            long key = word & (zero ^ zero - 1) >>> Byte.SIZE;
            int slot = HashMixer.of(key) << 1 & mask;
            int id = (int) (long) Symbols.WORD.getAcquire(table, slot + 1);
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
     * Reads symbols as {@link #readAll} does and adds none: one that the process does not have is {@link Symbols#UNKNOWN}.
     *
     * @return the index behind the last one, or -1 when the bytes end before
     */
    public static int readKnown(byte[] bytes, int from, int to, int[] ids, int count) {
        int at = from;
        for (int i = 0; i < count; i++) {
            int next = skip(bytes, at, to);
            if (next < 0) {
                return -1;
            }
            int end = next - 1;
            int id = end == at
                    ? Symbols.EMPTY
                    : Symbols.find(Symbols.slots(), SymbolKey.of(bytes, at, end), bytes, at, end);
            ids[i] = id == Symbols.EMPTY && end > at ? Symbols.UNKNOWN : id;
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
    public static int id(long read) {
        return (int) read;
    }

    /** The index behind the symbol of a {@link #read}. */
    public static int next(long read) {
        return (int) (read >>> Integer.SIZE);
    }

    /** Bytes of symbols on the wire, their zero bytes included. */
    public static long wireBytes(int[] ids, int first, int count) {
        long[] words = Symbols.words();
        long bytes = count;
        for (int i = first; i < first + count; i++) {
            long word = words[ids[i]];
            bytes += word == Symbols.NO_WORD ? Symbols.bytes(ids[i]).length : bytesOf(word);
        }
        return bytes;
    }

    /**
     * Writes symbols one after the other, each with its zero byte, a word at a time.
     *
     * @param to how far bytes may be written, though what is behind the symbols is not theirs
     * @return the index behind the last one
     */
    public static int writeAll(int[] ids, int first, int count, byte[] bytes, int from, int to) {
        long[] words = Symbols.words();
        int at = from;
        int lastStep = 0;
        for (int i = first; i < first + count; i++) {
            long word = words[ids[i]];
            if (word == Symbols.NO_WORD || to - at < Long.BYTES) {
                byte[] text = Symbols.bytes(ids[i]);
                System.arraycopy(text, 0, bytes, at, text.length);
                at += text.length;
                bytes[at++] = 0;
                continue;
            }
            SymbolKey.LONG.set(bytes, at, word);
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
}
