package io.tickbus.q;

/** Symbols, as the ids that {@link Symbols} gave them in this process. */
public final class SymbolVector extends QVector {
    private final int[] ids;

    SymbolVector(int attribute, int[] ids, int from, int size) {
        super(QType.SYMBOL, attribute, from, size, ids.length);
        this.ids = ids;
    }

    public static SymbolVector ofIds(int... ids) {
        return new SymbolVector(0, ids, 0, ids.length);
    }

    public static SymbolVector of(String... texts) {
        int[] ids = new int[texts.length];
        for (int i = 0; i < texts.length; i++) {
            ids[i] = Symbols.id(texts[i]);
        }
        return ofIds(ids);
    }

    /** The array of ids, {@link #offset()} items of which come before item 0. */
    @Override
    public int[] array() {
        return ids;
    }

    /** The id of a symbol; equal ids are equal symbols. */
    public int idAt(int index) {
        return ids[from + index];
    }

    /** Bytes that they take in a message. */
    public long wireBytes() {
        return SymbolBytes.wireBytes(ids, from, size());
    }

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
