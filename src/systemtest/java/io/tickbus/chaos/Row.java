package io.tickbus.chaos;

import io.tickbus.q.FloatVector;
import io.tickbus.q.QVector;
import io.tickbus.q.SymbolVector;
import java.util.List;
import java.util.StringJoiner;

/** One row of some columns. */
record Row(List<QVector> columns, int index) {
    private static final int SYM_COLUMN = 1;

    String sym() {
        return ((SymbolVector) columns.get(SYM_COLUMN)).textAt(index);
    }

    /**
     * Returns the row's number, which is unique in its table. The feed writes it to the column {@code size} or {@code
     * bsize}.
     */
    long number() {
        return columns.get(numberColumn(columns.size())).longAt(index);
    }

    /** Returns the column of the number: {@code time sym price SIZE}, or {@code time sym bid ask BSIZE asize}. */
    static int numberColumn(int width) {
        return width == 4 ? 3 : 4;
    }

    boolean matches(Row other) {
        if (columns.size() != other.columns.size()) {
            return false;
        }
        for (int i = 0; i < columns.size(); i++) {
            if (!columns.get(i).matches(index, other.columns.get(i), other.index)) {
                return false;
            }
        }
        return true;
    }

    /** Returns a hash that is equal for rows that match. */
    long hash() {
        long hash = 1;
        for (QVector column : columns) {
            hash = hash * 0x9E3779B97F4A7C15L + column.hashAt(index);
        }
        return hash;
    }

    @Override
    public String toString() {
        StringJoiner text = new StringJoiner(" ");
        for (QVector column : columns) {
            if (column instanceof SymbolVector symbols) {
                text.add(symbols.textAt(index));
            } else {
                text.add(
                        column instanceof FloatVector
                                ? String.valueOf(column.doubleAt(index))
                                : String.valueOf(column.longAt(index)));
            }
        }
        return text.toString();
    }
}
