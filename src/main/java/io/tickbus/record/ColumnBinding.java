package io.tickbus.record;

import io.tickbus.q.Flip;
import io.tickbus.q.QType;
import io.tickbus.q.QVector;
import io.tickbus.q.Schema;
import io.tickbus.q.VectorBuilder;
import java.lang.invoke.MethodHandle;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Assigns a column to each component of a record. Has the plan that reads and writes these columns. Immutable. */
final class ColumnBinding {
    private static final int SHOWN_CHARS_MAX = 200;

    private final Class<?> type;
    private final List<RecordShape.Component> components;
    private final List<String> names;
    private final int[] indexes;
    private final RowPlan plan;

    private ColumnBinding(Class<?> type, RecordShape shape, List<String> names, int[] indexes, RowPlan plan) {
        this.type = type;
        this.components = shape.components();
        this.names = names;
        this.indexes = indexes;
        this.plan = plan;
    }

    /**
     * Binds components to columns.
     *
     * @throws RecordMismatchException if a component does not fit; the message names every component that does not fit
     */
    static ColumnBinding of(
            Class<?> type, RecordShape shape, List<String> names, List<QType> types, @Nullable TradingDay day) {
        List<String> problems = new ArrayList<>();
        List<QType> bound = new ArrayList<>();
        int[] indexes = new int[shape.components().size()];
        for (int i = 0; i < indexes.length; i++) {
            RecordShape.Component component = shape.components().get(i);
            indexes[i] = names.indexOf(component.column());
            if (indexes[i] < 0) {
                problems.add(
                        component.column() + ": " + JavaTypes.name(component.type()) + " has no column of this name");
                continue;
            }
            QType column = types.get(indexes[i]);
            String problem = problem(component, column, day);
            if (problem != null) {
                problems.add(problem);
            }
            bound.add(column);
        }
        if (!problems.isEmpty()) {
            String columns = names.isEmpty() ? "no columns" : new Schema(names, types, 0).toString();
            throw new RecordMismatchException(
                    "the record " + type.getSimpleName() + " does not fit the table, which has " + columns, problems);
        }
        return new ColumnBinding(type, shape, names, indexes, shape.plan(bound));
    }

    private static @Nullable String problem(RecordShape.Component component, QType column, @Nullable TradingDay day) {
        String name = component.column() + ": " + JavaTypes.name(component.type());
        Conversion conversion = Conversions.of(column, component.type());
        if (conversion == null) {
            return name + " cannot hold " + JavaTypes.withArticle(column) + "; declare " + JavaTypes.fitting(column);
        }
        return conversion.needsDay() && day == null
                ? name + " cannot hold a " + column + " without a date; " + JavaTypes.DAY_NEEDED + "; or declare "
                        + JavaTypes.fitting(column)
                : null;
    }

    RowPlan plan() {
        return plan;
    }

    /** Returns the index of each component's column. The caller must not change the array. */
    int[] indexes() {
        return indexes;
    }

    /** Returns whether rows have this binding's column names, and whether the bound columns have the expected types. */
    boolean fits(Flip rows) {
        if (!rows.names().equals(names)) {
            return false;
        }
        for (int i = 0; i < indexes.length; i++) {
            if (rows.column(indexes[i]).type() != plan.types().get(i)) {
                return false;
            }
        }
        return true;
    }

    /** Returns the bound columns of rows, one column per component. */
    QVector[] columns(Flip rows) {
        QVector[] columns = new QVector[indexes.length];
        for (int i = 0; i < columns.length; i++) {
            columns[i] = rows.column(indexes[i]);
        }
        return columns;
    }

    /**
     * Returns the exception for a row that could not be read. Reads each component again, to find the component that
     * fails.
     */
    RuntimeException readFailure(QVector[] columns, int row, @Nullable TradingDay day, Throwable failure) {
        if (failure instanceof Error error) {
            throw error;
        }
        List<Object> values = new ArrayList<>();
        for (int i = 0; i < columns.length; i++) {
            try {
                values.add(String.valueOf((Object) plan.cells().get(i).invokeExact(columns, row, day)));
            } catch (Throwable ofCell) {
                return RowException.ofCell(row, components.get(i).column(), ofCell);
            }
        }
        String shown = values.toString();
        String cut = shown.length() <= SHOWN_CHARS_MAX ? shown : shown.substring(0, SHOWN_CHARS_MAX) + "..";
        return RowException.ofRow(
                row, type.getSimpleName() + " refused the values " + cut + ": " + failure.getMessage(), failure);
    }

    /** Appends the values that the records have in one component to the component's column. */
    void write(int component, List<?> records, VectorBuilder column, @Nullable TradingDay day) {
        MethodHandle writer = plan.writers().get(component);
        int row = 0;
        try {
            for (Object each : records) {
                writer.invokeExact(column, each, day);
                row++;
            }
        } catch (Error failure) {
            throw failure;
        } catch (Throwable failure) {
            Throwable reason = records.get(row) == null ? new NullPointerException("the record is null") : failure;
            throw RowException.ofCell(row, components.get(component).column(), reason);
        }
    }

    /** Fails if a key column has no component. */
    void requireKeys(Schema schema) {
        Set<Integer> bound = new HashSet<>();
        for (int index : indexes) {
            bound.add(index);
        }
        for (int key = 0; key < schema.keys(); key++) {
            if (!bound.contains(key)) {
                throw new IllegalStateException(
                        "the record " + type.getSimpleName() + " has no component for the key column "
                                + schema.columns().get(key) + "; without it, rows cannot be written");
            }
        }
    }
}
