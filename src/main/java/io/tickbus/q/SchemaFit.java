package io.tickbus.q;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Implements {@link Schema#fitted}, which brings the columns of a table into the order and the types of a schema. */
final class SchemaFit {
    private SchemaFit() {}

    static Flip of(Schema schema, Flip rows) {
        Flip ordered = inOrder(schema, rows);
        if (!ordered.names().equals(schema.columns())) {
            return ordered;
        }
        List<QVector> columns = null;
        for (int i = 0; i < schema.width(); i++) {
            QVector column = ordered.column(i);
            QVector fitted = of(schema.types().get(i), column);
            if (fitted != null) {
                columns = columns == null ? new ArrayList<>(ordered.columns()) : columns;
                columns.set(i, fitted);
            }
        }
        return columns == null ? ordered : new Flip(schema.columns(), columns);
    }

    private static Flip inOrder(Schema schema, Flip rows) {
        List<String> names = rows.names();
        if (names.equals(schema.columns())
                || names.size() != schema.width()
                || !new HashSet<>(names).containsAll(schema.columns())) {
            return rows;
        }
        return new Flip(
                schema.columns(), schema.columns().stream().map(rows::column).toList());
    }

    /**
     * Converts a column to or from a general list. Returns null if the column already has the type or cannot be
     * converted.
     */
    private static @Nullable QVector of(QType type, QVector column) {
        if (type == column.type() || (type != QType.LIST && column.type() != QType.LIST)) {
            return null;
        }
        VectorBuilder fitted = new VectorBuilder(type, column.size());
        for (int i = 0; i < column.size(); i++) {
            Value item = column.valueAt(i);
            if (type != QType.LIST && !(item instanceof Atom atom && atom.type() == type)) {
                return null;
            }
            fitted.append(item);
        }
        return fitted.build();
    }
}
