package io.tickbus.subscriber;

import io.tickbus.q.Atom;
import io.tickbus.q.Flip;
import io.tickbus.q.GeneralList;
import io.tickbus.q.QDictionary;
import io.tickbus.q.QType;
import io.tickbus.q.QVector;
import io.tickbus.q.Schema;
import io.tickbus.q.SymbolVector;
import io.tickbus.q.Value;
import io.tickbus.q.wire.Encoder;
import io.tickbus.replication.LogPosition;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Converts rows into the columns of their table. {@link PushHandler} and {@link ReplayCursor} use this class.
 * Publishers send rows in these shapes:
 * <ul>
 * <li>a table;
 * <li>a list of columns;
 * <li>one row as a list of atoms;
 * <li>one row as a vector, because q turns a list of atoms of one type into a vector;
 * <li>one row as a dictionary.
 * </ul>
 *
 * <p>Named columns may have any order. Stateless.
 */
final class RowShape {
    private RowShape() {}

    /** Reports rows that do not fit their table. */
    static final class Mismatch extends Exception {
        private static final long serialVersionUID = 1;

        Mismatch(String reason) {
            super(reason);
        }
    }

    static Flip rows(Schema schema, Value payload) throws Mismatch {
        Flip rows = schema.fitted(shaped(schema, payload));
        for (int i = 0; i < rows.names().size(); i++) {
            // A batch with this column cannot be sent to another node.
            if (!Encoder.canEncode(rows.column(i))) {
                throw new Mismatch("column " + rows.names().get(i) + " holds a function, whose code is not kept");
            }
        }
        return rows;
    }

    /**
     * Returns the number of rows of a payload in any shape. Returns {@link LogPosition#UNKNOWN} if the number cannot be
     * determined.
     */
    static long count(Value payload) {
        if (payload instanceof Flip table) {
            return table.size();
        }
        if (payload instanceof QDictionary named) {
            return named.keys() instanceof Flip keys ? keys.size() : 1;
        }
        if (payload instanceof GeneralList list && list.size() > 0 && list.valueAt(0) instanceof QVector first) {
            boolean even = IntStream.range(1, list.size())
                    .allMatch(i -> !(list.valueAt(i) instanceof QVector column) || column.size() == first.size());
            return even ? first.size() : LogPosition.UNKNOWN;
        }
        return payload instanceof QVector row && row.size() > 0 ? 1 : LogPosition.UNKNOWN;
    }

    private static Flip shaped(Schema schema, Value payload) throws Mismatch {
        if (payload instanceof Flip table) {
            return checked(schema, table);
        }
        if (payload instanceof QDictionary keyed && keyed.isKeyedTable()) {
            return checked(schema, keyed.unkeyed());
        }
        if (payload instanceof QDictionary named && named.keys() instanceof SymbolVector names) {
            return row(schema, names, named.values());
        }
        if (payload instanceof GeneralList list) {
            // This is kdb+tick's own test: 0>type first x
            boolean isRow = list.size() > 0 && list.valueAt(0) instanceof Atom;
            return isRow ? row(schema, list) : columns(schema, list);
        }
        if (payload instanceof QVector collapsed) {
            return row(schema, collapsed);
        }
        String what = payload instanceof Atom atom
                ? "an atom of " + atom.type()
                : payload.getClass().getSimpleName();
        throw new Mismatch(what + " is neither a table, nor columns, nor a row");
    }

    private static Flip checked(Schema schema, Flip table) throws Mismatch {
        Flip ordered = schema.fitted(table);
        String mismatch = schema.mismatch(ordered);
        if (mismatch != null) {
            throw new Mismatch(mismatch);
        }
        return ordered;
    }

    /** Converts one row with named columns, like q's {@code insert}. */
    private static Flip row(Schema schema, SymbolVector names, Value values) throws Mismatch {
        if (!(values instanceof QVector items) || items.size() != names.size()) {
            throw new Mismatch("a dictionary that is no row: a name and a value are expected for each column");
        }
        List<String> columns = new ArrayList<>(names.size());
        List<QVector> cells = new ArrayList<>(names.size());
        for (int i = 0; i < names.size(); i++) {
            String column = names.textAt(i);
            int index = schema.columns().indexOf(column);
            columns.add(column);
            cells.add(cell(column, index < 0 ? QType.LIST : schema.types().get(index), i, items));
        }
        return checked(schema, new Flip(columns, cells));
    }

    private static Flip columns(Schema schema, GeneralList list) throws Mismatch {
        List<QVector> columns = new ArrayList<>(list.size());
        for (int i = 0; i < list.size(); i++) {
            if (!(list.valueAt(i) instanceof QVector column)) {
                throw new Mismatch("item " + i + " of a list of columns is not a vector");
            }
            if (column.size() != (i == 0 ? column : columns.get(0)).size()) {
                throw new Mismatch("column " + i + " has " + column.size() + " rows, the first "
                        + columns.get(0).size());
            }
            columns.add(column);
        }
        String mismatch = schema.mismatch(columns);
        if (mismatch != null) {
            throw new Mismatch(mismatch);
        }
        return new Flip(schema.columns(), columns);
    }

    private static Flip row(Schema schema, QVector items) throws Mismatch {
        if (items.size() != schema.width()) {
            throw new Mismatch(items.size() + " items, " + schema.width() + " expected");
        }
        List<QVector> cells = new ArrayList<>(items.size());
        for (int i = 0; i < items.size(); i++) {
            cells.add(cell(schema.columns().get(i), schema.types().get(i), i, items));
        }
        String mismatch = schema.mismatch(cells);
        if (mismatch != null) {
            throw new Mismatch(mismatch);
        }
        return new Flip(schema.columns(), cells);
    }

    private static QVector cell(String column, QType type, int index, QVector items) throws Mismatch {
        if (items.type() != QType.LIST && type != QType.LIST) {
            return items.slice(index, 1);
        }
        Value item = items.valueAt(index);
        if (type == QType.LIST) {
            return new GeneralList(item);
        }
        if (item instanceof Atom atom) {
            return atom.item();
        }
        throw new Mismatch("item " + index + " (" + column + ") of a row is not an atom");
    }
}
