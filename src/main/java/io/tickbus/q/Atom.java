package io.tickbus.q;

/**
 * A single item of a simple type, held as a vector of size 1. Immutable, so any thread may read an atom.
 *
 * @param item the vector of size 1
 */
public record Atom(QVector item) implements Value {
    /**
     * Checks the component.
     *
     * @param item see {@link #item}
     * @throws IllegalArgumentException if the vector is a general list or has not exactly one item
     */
    public Atom {
        if (item.size() != 1 || item.type() == QType.LIST) {
            throw new IllegalArgumentException(
                    "an atom is one item of a simple type, not " + item.size() + " of " + item.type());
        }
    }

    /**
     * {@return a symbol for a name that the program itself uses, such as the name of a table} Names have a reserve
     * beyond the {@link SymbolBounds}.
     *
     * @param text the name, as {@link EscapedText}
     * @throws QFormatException of kind SYMBOLS when the reserve is full
     */
    public static Atom symbol(String text) {
        return new Atom(SymbolVector.ofIds(Symbols.nameId(text)));
    }

    /**
     * {@return an atom that q stores as a whole number of 8 bytes}
     *
     * @param type a long, a timestamp or a timespan
     * @param value the raw number, in the type's unit
     */
    public static Atom ofLong(QType type, long value) {
        return new Atom(new LongVector(type, new long[] {value}));
    }

    /**
     * {@return a long}
     *
     * @param value the value
     */
    public static Atom ofLong(long value) {
        return ofLong(QType.LONG, value);
    }

    /**
     * {@return an atom that q stores as a whole number of 4 bytes}
     *
     * @param type an int, a month, a date, a minute, a second or a time
     * @param value the raw number, in the type's unit
     */
    public static Atom ofInt(QType type, int value) {
        return new Atom(new IntVector(type, new int[] {value}));
    }

    /**
     * {@return a float}
     *
     * @param value the value
     */
    public static Atom ofFloat(double value) {
        return new Atom(new FloatVector(QType.FLOAT, new double[] {value}));
    }

    /**
     * {@return a boolean}
     *
     * @param value the value
     */
    public static Atom ofBoolean(boolean value) {
        return new Atom(new ByteVector(QType.BOOLEAN, new byte[] {(byte) (value ? 1 : 0)}));
    }

    /** {@return the type of the item} */
    public QType type() {
        return item.type();
    }

    /** {@return whether the item is the null of its type} */
    public boolean isNull() {
        return item.isNull(0);
    }

    /** {@return whether the item is a symbol} */
    public boolean isSymbol() {
        return type() == QType.SYMBOL;
    }
}
