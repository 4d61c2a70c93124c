package io.tickbus.q;

/** A vector of symbols. Its items are ids of {@link Symbols}, which are valid in this process only. */
public final class SymbolVector extends QVector {
    private final int[] ids;

    SymbolVector(int attribute, int[] ids, int from, int size) {
        super(QType.SYMBOL, attribute, from, size, ids.length);
        this.ids = ids;
    }

    /**
     * {@return a vector that uses the given array without a copy} The caller must not write to the array afterwards.
     *
     * @param ids the ids of symbols in {@link Symbols}
     */
    public static SymbolVector ofIds(int... ids) {
        return new SymbolVector(0, ids, 0, ids.length);
    }

    /**
     * {@return a vector of symbols} Adds the symbols that are new. The texts have the form of {@link EscapedText}.
     *
     * @param texts the texts
     * @throws QFormatException of kind SYMBOLS when a new symbol exceeds the bounds
     */
    public static SymbolVector of(String... texts) {
        int[] ids = new int[texts.length];
        for (int i = 0; i < texts.length; i++) {
            ids[i] = Symbols.id(texts[i]);
        }
        return ofIds(ids);
    }

    /** Returns the shared array of ids, which the caller must not change. Item 0 is at index {@link #offset()}. */
    @Override
    public int[] array() {
        return ids;
    }

    /**
     * {@return the id of a symbol} Equal symbols have equal ids, and different symbols have different ids.
     *
     * @param index the index of the item, from 0
     */
    public int idAt(int index) {
        return ids[from + index];
    }

    /** {@return the number of bytes that the symbols take in a message, zero bytes included} */
    public long wireBytes() {
        return SymbolBytes.wireBytes(ids, from, size());
    }

    /**
     * {@return a symbol as a text in the form of {@link EscapedText}}
     *
     * @param index the index of the item, from 0
     */
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
