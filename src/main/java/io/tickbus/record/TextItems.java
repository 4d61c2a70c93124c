package io.tickbus.record;

import io.tickbus.q.Atom;
import io.tickbus.q.ByteVector;
import io.tickbus.q.QType;
import io.tickbus.q.QVector;
import io.tickbus.q.SymbolVector;
import io.tickbus.q.Value;
import io.tickbus.q.VectorBuilder;
import org.jspecify.annotations.Nullable;

/**
 * Converts texts in columns of general type: q strings, symbols and chars. A text is written as a q string. An empty
 * list is read as the empty text.
 */
final class TextItems implements ItemConversion {
    static final Conversion CONVERSION = new TextItems().asConversion(String.class);

    private TextItems() {}

    @Override
    public String read(QVector column, int row, @Nullable TradingDay day) {
        Value item = column.valueAt(row);
        if (item instanceof ByteVector chars && chars.type() == QType.CHAR) {
            return chars.text();
        }
        if (item instanceof QVector vector && vector.size() == 0) {
            return "";
        }
        if (item instanceof Atom atom && atom.item() instanceof SymbolVector symbol) {
            return symbol.textAt(0);
        }
        if (item instanceof Atom atom && atom.type() == QType.CHAR) {
            return ((ByteVector) atom.item()).text();
        }
        throw new CellException(Conversion.shown(column, row) + " is not a text; declare Value");
    }

    @Override
    public void write(VectorBuilder column, @Nullable Object value, @Nullable TradingDay day) {
        column.append((Value) ByteVector.chars(value == null ? "" : (String) value));
    }
}
