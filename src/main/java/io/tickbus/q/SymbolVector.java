package io.tickbus.q;

/** Symbols, as ids of {@link Symbols}. The ids are valid in this process only. */
public final class SymbolVector extends QVector {
    private final int[] ids;

    SymbolVector(int attribute, int[] ids, int from, int size) {
        super(QType.SYMBOL, attribute, from, size, ids.length);
        this.ids = ids;
    }

    /** Returns a vector over {@code ids}, which it keeps: the caller must not write to the array afterwards. */
    public static SymbolVector ofIds(int... ids) {
        return new SymbolVector(0, ids, 0, ids.length);
    }

    /**
     * Returns symbols of texts, which are {@link EscapedText}; see {@link Symbols#id(String)}.
     *
     * @throws QFormatException of kind SYMBOLS when a new symbol exceeds the bounds
     */
    public static SymbolVector of(String... texts) {
        int[] ids = new int[texts.length];
        for (int i = 0; i < texts.length; i++) {
            ids[i] = Symbols.id(texts[i]);
        }
        return ofIds(ids);
    }

    /** Returns the shared array of ids, which must not be written to. Item 0 is at index {@link #offset()}. */
    @Override
    public int[] array() {
        return ids;
    }

    /** Returns the id of a symbol. Two symbols are equal if and only if their ids are. */
    public int idAt(int index) {
        return ids[from + index];
    }

    /** Returns the bytes that the symbols take in a message, their zero bytes included. */
    public long wireBytes() {
        return SymbolBytes.wireBytes(ids, from, size());
    }

    /** Returns a symbol's bytes as {@link EscapedText}. */
    public String textAt(int index) {
        return Symbols.text(idAt(index));
    }

    @Override
    public boolean isNull(int index) {
        return idAt(index) == Symbols.EMPTY;
    }

    @Override
    boolean sameItem(int index, QVector other, int otherIndex) {
        return idAt(index) == ((SymbolVector) other).idAt(otherIndex);
    }

    @Override
    int itemHash(int index) {
        return HashMixer.of(idAt(index));
    }
}
