package io.tickbus.record;

import io.tickbus.q.QVector;
import io.tickbus.q.Value;
import io.tickbus.q.VectorBuilder;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes cells of any column as values of q, without a conversion. A null cell is q's null, never the null of
 * Java.
 */
final class ValueItems implements ItemConversion {
    static final Conversion CONVERSION = new ValueItems().asConversion(Value.class);

    private ValueItems() {}

    @Override
    public Value read(QVector column, int row, @Nullable TradingDay day) {
        return column.valueAt(row);
    }

    @Override
    public void write(VectorBuilder column, @Nullable Object value, @Nullable TradingDay day) {
        if (value == null) {
            Conversion.addNull(column);
            return;
        }
        try {
            column.append((Value) value);
        } catch (IllegalArgumentException otherType) {
            throw new CellException(otherType.getMessage());
        }
    }
}
