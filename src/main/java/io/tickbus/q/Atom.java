package io.tickbus.q;

/** A single value: a vector of one item that goes over the wire without a count. */
public record Atom(QVector item) implements Value {
    public Atom {
        if (item.size() != 1 || item.type() == QType.LIST) {
            throw new IllegalArgumentException(
                    "an atom is one item of a simple type, not " + item.size() + " of " + item.type());
        }
    }

    /** Returns a symbol for a name, such as that of a function or a table; it has room also when the data's symbols have filled theirs. */
    public static Atom symbol(String text) {
        return new Atom(SymbolVector.ofIds(Symbols.nameId(text)));
    }

    /** A whole number, or a temporal that q keeps as one, of a type of 8 bytes. */
    public static Atom ofLong(QType type, long value) {
        return new Atom(new LongVector(type, new long[] {value}));
    }

    public static Atom ofLong(long value) {
        return ofLong(QType.LONG, value);
    }

    /** A whole number, or a temporal that q keeps as one, of a type of 4 bytes. */
    public static Atom ofInt(QType type, int value) {
        return new Atom(new IntVector(type, new int[] {value}));
    }

    public static Atom ofFloat(double value) {
        return new Atom(new FloatVector(QType.FLOAT, new double[] {value}));
    }

    public static Atom ofBoolean(boolean value) {
        return new Atom(new ByteVector(QType.BOOLEAN, new byte[] {(byte) (value ? 1 : 0)}));
    }

    public QType type() {
        return item.type();
    }

    public boolean isNull() {
        return item.isNull(0);
    }

    public boolean isSymbol() {
        return type() == QType.SYMBOL;
    }
}
