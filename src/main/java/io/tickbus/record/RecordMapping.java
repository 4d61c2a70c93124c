package io.tickbus.record;

import io.tickbus.q.Flip;
import io.tickbus.q.QVector;
import io.tickbus.q.Schema;
import io.tickbus.q.VectorBuilder;
import java.lang.invoke.MethodHandle;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads rows as records, and writes records as rows. Each component of the record belongs to the column with its name.
 * Columns without a component are not read, and are written as null. The package documentation lists the types that
 * fit.
 *
 * <pre>{@code
 * record Trade(Instant time, String sym, double price, long size) {}
 *
 * RecordMapping<Trade> trades = RecordMapping.of(Trade.class, schema);
 * for (Trade trade : trades.read(rows)) { ... }
 * }</pre>
 *
 * <p>Immutable, so any thread may use it. Create a mapping once and keep it, because creating one takes longer than
 * reading a row.
 *
 * @param <T> the record
 */
public final class RecordMapping<T extends Record> {
    private final Class<T> type;
    private final Schema schema;
    private final @Nullable TradingDay day;
    private final RecordShape shape;
    private final ColumnBinding bound;

    private RecordMapping(Class<T> type, Schema schema, @Nullable TradingDay day) {
        this.type = Objects.requireNonNull(type, "type");
        this.schema = Objects.requireNonNull(schema, "schema");
        this.day = day;
        this.shape = RecordShape.of(type);
        this.bound = ColumnBinding.of(type, shape, schema.columns(), schema.types(), day);
    }

    /**
     * {@return a mapping to the columns of a table or of a query's result} For a result, the schema is
     * {@code Schema.of(result)}.
     *
     * @param type the record's class
     * @param schema the columns
     * @param <T> the record
     * @throws RecordMismatchException if a component has no column, or does not fit its column
     * @throws IllegalArgumentException if the record has no components, if two components have one column, or if the
     *     record is in a package that its module does not open
     */
    public static <T extends Record> RecordMapping<T> of(Class<T> type, Schema schema) {
        return new RecordMapping<>(type, schema, null);
    }

    /**
     * Like {@link #of(Class, Schema)}, but an {@link java.time.Instant} or a {@link java.time.LocalDateTime} can also
     * hold a time of day.
     *
     * @param type the record's class
     * @param schema the columns
     * @param day the date and the zone of the times of day
     * @param <T> the record
     * @return the mapping
     */
    public static <T extends Record> RecordMapping<T> of(Class<T> type, Schema schema, TradingDay day) {
        return new RecordMapping<>(type, schema, Objects.requireNonNull(day, "day"));
    }

    /** {@return the record's class} */
    public Class<T> type() {
        return type;
    }

    /** {@return the schema of the rows that {@link #write} returns} */
    public Schema schema() {
        return schema;
    }

    /**
     * {@return one record per row, in an unmodifiable list} The rows may have more columns than the schema, for example
     * after the table got a new column. The order of the columns does not matter.
     *
     * @param rows the rows
     * @throws RowException if a value does not fit, such as a null for an {@code int}. No record is returned.
     * @throws RecordMismatchException if the rows lack a column, or if a component does not fit its column
     */
    public List<T> read(Flip rows) {
        ColumnBinding binding = binding(rows);
        QVector[] columns = binding.columns(rows);
        Object[] records = new Object[rows.size()];
        MethodHandle reader = binding.plan().row();
        int row = 0;
        try {
            for (; row < records.length; row++) {
                records[row] = (Object) reader.invokeExact(columns, row, day);
            }
        } catch (Throwable failure) {
            throw binding.readFailure(columns, row, day, failure);
        }
        // Safe, because the constructor of the record's class has created each item.
        @SuppressWarnings("unchecked")
        List<T> list = (List<T>) (List<?>) Arrays.asList(records);
        return Collections.unmodifiableList(list);
    }

    /**
     * {@return the record of one row} To read many rows, {@link #read(Flip)} is faster.
     *
     * @param rows the rows
     * @param row the row's index, counted from 0
     * @throws RowException if a value does not fit, such as a null for an {@code int}
     * @throws RecordMismatchException if the rows lack a column, or if a component does not fit its column
     * @throws IndexOutOfBoundsException if there is no row at the index
     */
    public T read(Flip rows, int row) {
        Objects.checkIndex(row, rows.size());
        ColumnBinding binding = binding(rows);
        QVector[] columns = binding.columns(rows);
        try {
            return type.cast((Object) binding.plan().row().invokeExact(columns, row, day));
        } catch (Throwable failure) {
            throw binding.readFailure(columns, row, day, failure);
        }
    }

    private ColumnBinding binding(Flip rows) {
        return bound.fits(rows)
                ? bound
                : ColumnBinding.of(
                        type,
                        shape,
                        rows.names(),
                        rows.columns().stream().map(QVector::type).toList(),
                        day);
    }

    /**
     * {@return records as rows, with all columns of the schema} A column without a component becomes null. If it is a
     * boolean or byte column, it becomes zero, because these types have no null in q.
     *
     * @param records the records
     * @throws RowException if a value does not fit, such as a number that exceeds the column's type. No row is
     *     returned.
     * @throws IllegalStateException if a key column has no component
     */
    public Flip write(List<? extends T> records) {
        bound.requireKeys(schema);
        List<VectorBuilder> builders = schema.builders(records.size());
        for (int i = 0; i < bound.plan().writers().size(); i++) {
            bound.write(i, records, builders.get(bound.indexes()[i]), day);
        }
        for (VectorBuilder builder : builders) {
            while (builder.size() < records.size()) {
                builder.appendNull();
            }
        }
        return schema.flip(builders);
    }

    /** Returns the record's name and the schema. */
    @Override
    public String toString() {
        return type.getSimpleName() + " of " + schema;
    }
}
