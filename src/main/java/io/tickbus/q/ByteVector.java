package io.tickbus.q;

import java.nio.charset.StandardCharsets;

/** Booleans, bytes or chars, one byte per item. A vector of chars is q's string. */
public final class ByteVector extends QVector {
    private static final byte SPACE = ' ';
    private final byte[] items;

    /**
     * Makes a vector that uses the given array without a copy. The caller must not write to the array afterwards.
     *
     * @param type a type that q stores in one byte
     * @param items the items
     */
    public ByteVector(QType type, byte[] items) {
        this(type, 0, items, 0, items.length);
    }

    ByteVector(QType type, int attribute, byte[] items, int from, int size) {
        super(type, attribute, from, size, items.length);
        this.items = items;
    }

    /**
     * {@return a text as a q string} Each escape of {@link EscapedText} becomes the byte that it stands for, and the
     * other characters become UTF-8. {@link #text} reverses this method.
     *
     * @param text the text
     */
    public static ByteVector chars(String text) {
        return new ByteVector(QType.CHAR, EscapedText.bytes(text));
    }

    /**
     * {@return the q string of a text's UTF-8 bytes, without decoding escapes} Used for q code and JSON, because both
     * have their own escapes.
     *
     * @param text the text
     */
    public static ByteVector utf8(String text) {
        return new ByteVector(QType.CHAR, text.getBytes(StandardCharsets.UTF_8));
    }

    /** Returns the shared array, which the caller must not change. Item 0 is at index {@link #offset()}. */
    @Override
    public byte[] array() {
        return items;
    }

    /**
     * {@return an item}
     *
     * @param index the index of the item, from 0
     */
    public byte at(int index) {
        return items[from + index];
    }

    /** {@return all bytes as a text in the form of {@link EscapedText}} */
    public String text() {
        return EscapedText.of(items, from, size());
    }

    /**
     * {@return one item as a text in the form of {@link EscapedText}}
     *
     * @param index the index of the item, from 0
     */
    public String textAt(int index) {
        return EscapedText.of(items, from + index, 1);
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
    boolean sameItem(int index, QVector other, int otherIndex) {
        return at(index) == ((ByteVector) other).at(otherIndex);
    }

    @Override
    int itemHash(int index) {
        return HashMixer.of(at(index));
    }
}
