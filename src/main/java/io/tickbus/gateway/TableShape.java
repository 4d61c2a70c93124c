package io.tickbus.gateway;

import io.tickbus.q.Atom;
import io.tickbus.q.ByteVector;
import io.tickbus.q.Flip;
import io.tickbus.q.QDictionary;
import io.tickbus.q.QFunction;
import io.tickbus.q.QType;
import io.tickbus.q.QVector;
import io.tickbus.q.Schema;
import io.tickbus.q.ShortVector;
import io.tickbus.q.SymbolVector;
import io.tickbus.q.Value;
import io.tickbus.q.VectorBuilder;
import io.tickbus.server.QError;
import io.tickbus.server.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Converts tables to the forms that q uses, for example {@code meta} or a row as a dictionary. {@link TableQueries} and
 * other classes of the gateway use this class. Stateless and thread-safe.
 */
final class TableShape {
    private static final char NO_TYPE = ' ';

    /** The number that q's {@code type} returns for an unkeyed table. */
    static final int TABLE = 98;
    /** The number that q's {@code type} returns for a dictionary, for example a keyed table. */
    static final int DICTIONARY = 99;

    private TableShape() {}

    /** Returns the result of q's {@code type} for a value. */
    static short typeCode(Value value) {
        if (value instanceof Atom atom) {
            return (short) -atom.type().code();
        }
        if (value instanceof QVector vector) {
            return (short) vector.type().code();
        }
        return (short)
                (value instanceof QFunction function ? function.code() : value instanceof Flip ? TABLE : DICTIONARY);
    }

    /** Returns a type number as a short atom, as q's {@code type} does. */
    static Atom code(int typeCode) {
        return new Atom(new ShortVector((short) typeCode));
    }

    /** Returns a table without a key. The former key columns come first. */
    static Flip unkeyed(Value table) {
        return table instanceof QDictionary keyed ? keyed.unkeyed() : (Flip) table;
    }

    /**
     * Returns some columns of a table. As with {@code select}, the result has no key.
     *
     * @throws QError if a column does not exist. The text is the column's name.
     */
    static Flip project(Value table, List<String> columns) {
        Flip rows = unkeyed(table);
        for (String column : columns) {
            if (!rows.names().contains(column)) {
                throw QError.name(column);
            }
        }
        return new Flip(columns, columns.stream().map(rows::column).toList());
    }

    static boolean isTable(Value value) {
        return value instanceof Flip || (value instanceof QDictionary dictionary && dictionary.isKeyedTable());
    }

    static SymbolVector symbols(List<String> names) {
        return SymbolVector.of(names.toArray(String[]::new));
    }

    /**
     * Returns the {@code meta} of a table, in the keyed table {@code c| t f a}. The foreign keys {@code f} and the
     * attributes {@code a} are always empty.
     *
     * @param firstRow the first row, or no row. As in q, a column of lists has the type of its first list.
     */
    static Value meta(Schema schema, Flip firstRow) {
        StringBuilder types = new StringBuilder();
        for (int i = 0; i < schema.width(); i++) {
            QType type = schema.types().get(i);
            types.append(type == QType.LIST ? letter(firstRow.column(i)) : type.letter());
        }
        QVector none = symbols(schema.columns().stream().map(column -> "").toList());
        Flip key = new Flip(List.of("c"), List.of(symbols(schema.columns())));
        return new QDictionary(
                key, new Flip(List.of("t", "f", "a"), List.of(ByteVector.chars(types.toString()), none, none)));
    }

    private static char letter(QVector column) {
        if (column.size() == 0 || !(column.valueAt(0) instanceof QVector first) || first.type() == QType.LIST) {
            return NO_TYPE;
        }
        return String.valueOf(first.type().letter()).toUpperCase(Locale.ROOT).charAt(0);
    }

    /**
     * Returns the first row as a dictionary without the key columns, like {@code first} in q. If the table is empty,
     * all values are null.
     */
    static Value row(Value table) {
        Flip rows = table instanceof QDictionary keyed && keyed.values() instanceof Flip values ? values : (Flip) table;
        List<Value> cells = new ArrayList<>();
        for (QVector column : rows.columns()) {
            cells.add(cell(column));
        }
        return new QDictionary(symbols(rows.names()), Request.list(cells));
    }

    /** Returns the first item of a vector, or the null of the vector's type if the vector is empty. */
    static Value cell(QVector column) {
        if (column.size() > 0) {
            return column.valueAt(0);
        }
        VectorBuilder builder = new VectorBuilder(column.type(), 1);
        builder.appendNull();
        return builder.build().valueAt(0);
    }
}
