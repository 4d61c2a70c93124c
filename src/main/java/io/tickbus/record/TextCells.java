package io.tickbus.record;

import io.tickbus.q.ByteVector;
import io.tickbus.q.EscapedText;
import io.tickbus.q.GuidVector;
import io.tickbus.q.QFormatException;
import io.tickbus.q.QType;
import io.tickbus.q.SymbolVector;
import io.tickbus.q.Symbols;
import io.tickbus.q.VectorBuilder;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Converts chars, symbols and guids. q's char is a byte without an encoding. As a Java char, it is read as ISO 8859-1.
 */
final class TextCells {
    private static final int BYTE_MAX = 0xFF;

    private TextCells() {}

    @Cell(QType.CHAR)
    static char charOf(ByteVector column, int row) {
        return (char) (column.at(row) & BYTE_MAX);
    }

    @Cell(QType.CHAR)
    static void add(VectorBuilder column, char value) {
        if (value > BYTE_MAX) {
            throw new CellException("'" + value + "' is not a char, which is one byte");
        }
        column.appendWhole(value);
    }

    @Cell(QType.SYMBOL)
    static @Nullable String stringOf(SymbolVector column, int row) {
        int id = column.idAt(row);
        return id == Symbols.EMPTY ? null : Symbols.text(id);
    }

    @Cell(QType.SYMBOL)
    static void add(VectorBuilder column, String value) {
        if (value.indexOf(0) >= 0) {
            throw new CellException("\"" + value + "\" is not a symbol, which has no zero byte");
        }
        try {
            column.appendSymbol(Symbols.id(value));
        } catch (QFormatException noRoom) {
            throw new CellException(noRoom.reason());
        }
    }

    /** Returns the text of a char. A byte beyond ASCII becomes {@link EscapedText}, because its encoding is unknown. */
    @Cell(QType.CHAR)
    static @Nullable String stringOf(ByteVector column, int row) {
        return column.isNull(row) ? null : column.textAt(row);
    }

    @Cell(QType.CHAR)
    static void addChar(VectorBuilder column, String value) {
        byte[] bytes = EscapedText.bytes(value);
        if (bytes.length > 1) {
            throw new CellException("\"" + value + "\" is not a char, which is one byte");
        }
        column.appendWhole(bytes.length == 0 ? ' ' : bytes[0]);
    }

    @Cell(QType.GUID)
    static @Nullable UUID guidOf(GuidVector column, int row) {
        return column.isNull(row) ? null : column.at(row);
    }

    @Cell(QType.GUID)
    static void add(VectorBuilder column, UUID value) {
        column.appendGuid(value);
    }
}
