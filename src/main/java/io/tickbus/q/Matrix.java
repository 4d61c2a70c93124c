package io.tickbus.q;

import org.jspecify.annotations.Nullable;

/** A list of vectors of equal length. The console prints a matrix as rows and columns, without names. */
record Matrix(GeneralList rows, int width) {
    /**
     * Returns the value as a matrix. Returns null if the value is no matrix, if the vectors are empty, or if a vector
     * is a string.
     */
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
     * Returns the text of a cell. The text shows the cell's type only if the row is a general list.
     *
     * @param charsMax the number of characters after which a nested value may be cut
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
