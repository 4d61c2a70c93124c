package io.tickbus.q;

import java.nio.charset.StandardCharsets;

/** Booleans, bytes and chars: one byte an item. A vector of chars is q's string. */
public final class ByteVector extends Vector {
    private static final byte SPACE = ' ';
    private final byte[] items;

    public ByteVector(QType type, byte[] items) {
        this(type, 0, items, 0, items.length);
    }

    ByteVector(QType type, int attribute, byte[] items, int from, int size) {
        super(type, attribute, from, size, items.length);
        this.items = items;
    }

    /** A q string of the text's UTF-8 bytes. */
    public static ByteVector chars(String text) {
        return new ByteVector(QType.CHAR, text.getBytes(StandardCharsets.UTF_8));
    }

    /** The array, {@link #offset()} items of which come before item 0. */
    @Override
    public byte[] array() {
        return items;
    }

    public byte at(int index) {
        return items[from + index];
    }

    /** The bytes as text: UTF-8 where it is well formed, else ISO 8859-1, since q declares no encoding. */
    public String text() {
        return Symbols.text(items, from, size());
    }

    @Override
    public boolean isNull(int index) {
        return type() == QType.CHAR && at(index) == SPACE;
    }

    @Override
    public long longAt(int index) {
        return at(index) & 0xFF;
    }

    @Override
    public double doubleAt(int index) {
        return at(index) & 0xFF;
    }

    @Override
    boolean sameItem(int index, Vector other, int otherIndex) {
        return at(index) == ((ByteVector) other).at(otherIndex);
    }

    @Override
    int itemHash(int index) {
        return Hashes.of(at(index));
    }
}
