package io.tickbus.q;

/**
 * Reads and writes symbols in the format of messages and logs. A zero byte follows the bytes of each symbol. Used by
 * {@code q.wire}, and not needed by applications. Thread-safe.
 */
public final class SymbolBytes {
    /** The result of {@link #read} if there is no zero byte. */
    public static final long UNTERMINATED = -1;

    private static final long NO_ZERO_BYTE = -1;

    private SymbolBytes() {}

    /**
     * Reads one symbol, and adds it if it is new. Reads eight bytes at once, because most symbols have fewer than eight
     * bytes.
     *
     * @param bytes the bytes
     * @param from the index of the first byte
     * @param to the index after the last readable byte
     * @return the id and the index after the zero byte, packed for {@link #id} and {@link #next}, or
     *     {@link #UNTERMINATED}
     * @throws QFormatException of kind SYMBOLS if the symbol is new and exceeds the bounds
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

    /**
     * {@return the index after the zero byte of a symbol, or -1 if there is no zero byte before {@code to}} The symbol
     * is not looked up.
     *
     * @param bytes the bytes
     * @param from the index of the first byte
     * @param to the index after the last byte
     */
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
     * Reads consecutive symbols, and adds each symbol that is new. Used for columns of symbols.
     *
     * @param bytes the bytes
     * @param from the index of the first byte
     * @param to the index after the last byte
     * @param ids receives the ids, from index {@code first} on
     * @param first the index of the first id
     * @param count the number of symbols to read
     * @return the index after the last symbol, or -1 if the bytes end before it. If -1 is returned, some ids may have
     *     been written.
     * @throws QFormatException of kind SYMBOLS if a symbol is new and exceeds the bounds
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
            // Most symbols of a column have one length. The branch lets the processor predict the next index.
            if (step == lastStep) {
                at += lastStep;
            } else {
                at += step;
                lastStep = step;
            }
        }
        return at;
    }

    /**
     * Reads consecutive symbols and adds no symbol. A symbol that this process does not have gets the id
     * {@link Symbols#UNKNOWN}.
     *
     * @param bytes the bytes
     * @param from the index of the first byte
     * @param to the index after the last byte
     * @param ids receives the ids
     * @param count the number of symbols
     * @return the index after the last symbol, or -1 if the bytes end before it
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

    /** Returns a word whose lowest set bit is the highest bit of the first zero byte. Returns 0 if no byte is zero. */
    private static long zeroBytes(long word) {
        return word - 0x0101_0101_0101_0101L & ~word & 0x8080_8080_8080_8080L;
    }

    private static long read(int id, int end) {
        return (long) (end + 1) << Integer.SIZE | id;
    }

    /**
     * {@return the id in a result of {@link #read(byte[], int, int)}}
     *
     * @param read the result
     */
    public static int id(long read) {
        return (int) read;
    }

    /**
     * {@return the index after the zero byte in a result of {@link #read(byte[], int, int)}}
     *
     * @param read the result
     */
    public static int next(long read) {
        return (int) (read >>> Integer.SIZE);
    }

    /**
     * {@return the number of bytes that symbols take in a message, with the 0 byte that ends each symbol}
     *
     * @param ids the ids of the symbols
     * @param first the index of the first id
     * @param count the number of symbols
     */
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
     * Writes symbols, each with its zero byte. Whole words are written, so bytes after the symbols can change too. No
     * byte at or after {@code to} changes.
     *
     * @param ids the ids of the symbols
     * @param first the index of the first id
     * @param count the number of symbols
     * @param bytes receives the bytes
     * @param from the index at which the first byte is written
     * @param to the index after the last byte that may be changed
     * @return the index after the last zero byte
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
            // Most symbols of a column have one length. The branch lets the processor predict the next index.
            if (step == lastStep) {
                at += lastStep;
            } else {
                at += step;
                lastStep = step;
            }
        }
        return at;
    }

    /** Returns the number of bytes of the symbol in a word, without its zero byte. */
    private static int bytesOf(long word) {
        return Long.BYTES - Long.numberOfLeadingZeros(word) / Byte.SIZE;
    }
}
