package io.tickbus.q;

import java.util.HexFormat;

/** Formats one item of a vector as a cell of a printed table, without backtick, quotes or type suffix. Thread-safe. */
final class CellText {
    private static final int DELETE = 127;

    private CellText() {}

    /**
     * Returns the text of a cell. The text of a null is empty. A cell of a general list is written as a literal,
     * because a string and a symbol would otherwise look alike.
     *
     * @param charsMax the number of characters after which a nested value may be cut
     */
    static String of(QVector column, int row, int charsMax) {
        if (column instanceof GeneralList list) {
            Value value = list.valueAt(row);
            return value instanceof Atom atom && atom.isNull() && atom.type() != QType.CHAR
                    ? ""
                    : LiteralText.of(value, charsMax);
        }
        return column.isNull(row) ? "" : item(column, row);
    }

    /**
     * Returns the text of an item of a simple type, without type suffix. The text of a null is {@code 0N} or
     * {@code 0n}.
     */
    static String item(QVector vector, int index) {
        return switch (vector.type()) {
            case BOOLEAN -> vector.longAt(index) == 0 ? "0" : "1";
            case BYTE -> HexFormat.of().toHexDigits(((ByteVector) vector).at(index));
            case GUID -> ((GuidVector) vector).at(index).toString();
            case SHORT, INT, LONG -> whole(vector.longAt(index));
            case REAL, FLOAT -> number(vector.doubleAt(index), vector.type());
            case CHAR -> escaped(((ByteVector) vector).textAt(index));
            case SYMBOL -> escaped(((SymbolVector) vector).textAt(index));
            case DATETIME -> TemporalText.qDatetime(vector.doubleAt(index));
            case LIST -> throw new IllegalArgumentException("an item of a list is a value");
            default -> TemporalText.q(vector.type(), vector.longAt(index));
        };
    }

    private static String whole(long item) {
        if (item == LongVector.NULL) {
            return "0N";
        }
        return item == LongVector.INFINITY ? "0W" : item == -LongVector.INFINITY ? "-0W" : Long.toString(item);
    }

    private static String number(double item, QType type) {
        if (Double.isNaN(item)) {
            return type == QType.REAL ? "0N" : "0n";
        }
        return Double.isInfinite(item) ? (item > 0 ? "0w" : "-0w") : FloatText.of(item);
    }

    /**
     * Appends a byte of a q string as q prints it between quotes. Control characters, quotes and bytes beyond ASCII are
     * escaped.
     */
    static StringBuilder addChar(StringBuilder text, byte item) {
        return switch (item) {
            case '\n' -> text.append("\\n");
            case '\r' -> text.append("\\r");
            case '\t' -> text.append("\\t");
            case '"', '\\' -> text.append('\\').append((char) item);
            default -> item < ' ' || item == DELETE ? octal(text, item & 0xFF) : text.append((char) item);
        };
    }

    /** Replaces control characters by escapes. Raw control characters would break the line or control the terminal. */
    static String escaped(String text) {
        if (text.chars().noneMatch(Character::isISOControl)) {
            return text;
        }
        StringBuilder visible = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\n' || c == '\r' || c == '\t') {
                addChar(visible, (byte) c);
            } else if (Character.isISOControl(c)) {
                octal(visible, c);
            } else {
                visible.append(c);
            }
        }
        return visible.toString();
    }

    private static StringBuilder octal(StringBuilder text, int code) {
        return text.append('\\')
                .append((char) ('0' + (code >> 6)))
                .append((char) ('0' + (code >> 3 & 7)))
                .append((char) ('0' + (code & 7)));
    }
}
