package io.tickbus.q;

import org.jspecify.annotations.Nullable;

/** A list of equally long vectors, which the console shows with their items below one another. */
record Matrix(GeneralList rows, int width) {
    /** Returns null for what is no such list, for one of empty vectors, and for one with strings in it. */
    static @Nullable Matrix of(Value value) {
        if (!(value instanceof GeneralList list) || list.size() == 0 || !(list.valueAt(0) instanceof QVector first)) {
            return null;
        }
        for (int row = 0; row < list.size(); row++) {
            boolean fits = list.valueAt(row) instanceof QVector items
                    && items.size() == first.size()
                    && items.type() != QType.CHAR;
            if (!fits) {
                return null;
            }
        }
        return first.size() == 0 ? null : new Matrix(list, first.size());
    }

    /**
     * Returns the text of an item of a row: without the marks of its type, unless the row is a general list.
     *
     * @param charsMax how much of a nested value is of use
     */
    String cell(int row, int column, int charsMax) {
        QVector items = (QVector) rows.valueAt(row);
        if (!(items instanceof GeneralList list)) {
            return CellText.item(items, column);
        }
        Value value = list.valueAt(column);
        boolean plain = value instanceof QVector nested && nested.type() != QType.LIST && nested.type() != QType.CHAR;
        return plain ? line((QVector) value, charsMax) : LiteralText.of(value, charsMax);
    }

    private static String line(QVector items, int charsMax) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < items.size() && line.length() <= charsMax; i++) {
            line.append(i == 0 ? "" : " ").append(CellText.item(items, i));
        }
        return line.toString();
    }
}
