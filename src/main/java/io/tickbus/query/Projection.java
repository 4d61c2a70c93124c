package io.tickbus.query;

import io.tickbus.q.Flip;
import io.tickbus.q.QVector;
import io.tickbus.q.VectorBuilder;
import io.tickbus.query.Expression.Column;
import io.tickbus.query.Expression.Constant;
import io.tickbus.query.Expression.Names;
import java.util.ArrayList;
import java.util.List;

/**
 * Evaluates a select without {@code by}. {@link Select} creates one instance for each query. The result has one row for
 * each row that meets the conditions. If all columns are aggregates, the result has one row. Belongs to the thread that
 * evaluates the query.
 */
final class Projection {
    /** The maximum number of rows in a result. */
    static final int ROWS_MAX = 1 << 25;
    /** The maximum number of items in a result, in all columns together. */
    static final int ITEMS_MAX = 1 << 27;

    private final List<NamedColumn> columns;
    private final Scan scan;
    private final int rowsMax;
    private final List<VectorBuilder> builders = new ArrayList<>();

    /**
     * Prepares the columns.
     *
     * @param columns the result's columns. If empty, the result has all columns of the table.
     * @throws QueryException with {@code limit} if queries have added too many bytes of symbols
     */
    Projection(List<NamedColumn> columns, Scan scan) throws QueryException {
        this.columns = columns.isEmpty() ? all(scan.schema().columns(), List.of()) : answerable(columns);
        this.scan = scan;
        this.rowsMax = Math.min(ROWS_MAX, ITEMS_MAX / this.columns.size());
    }

    /**
     * Adds symbols to the process if a column is a symbol literal, because a result can contain only symbols that the
     * process knows. Other columns never contain new symbols, because no verb returns a symbol of its literal operand.
     */
    private static List<NamedColumn> answerable(List<NamedColumn> columns) throws QueryException {
        List<NamedColumn> answerable = new ArrayList<>();
        for (NamedColumn column : columns) {
            answerable.add(
                    column.expression() instanceof Names names
                            ? new NamedColumn(
                                    column.name(),
                                    new Constant(
                                            QuerySymbols.added(names.texts(), names.at()), names.atom(), names.at()))
                            : column);
        }
        return answerable;
    }

    /** Returns all columns of a table, except for the columns named in {@code but}. */
    static List<NamedColumn> all(List<String> names, List<String> but) {
        return names.stream()
                .filter(name -> !but.contains(name))
                .map(name -> new NamedColumn(name, new Column(name, 1)))
                .toList();
    }

    Flip evaluate() throws QueryException {
        boolean perRow = false;
        for (NamedColumn column : columns) {
            scan.aggregate(column.expression());
            perRow |= column.expression().isPerRow();
        }
        if (perRow) {
            scan.visit(this::add);
            return flip(builders.stream().map(VectorBuilder::build).toList());
        }
        Chunk none = scan.none();
        List<Operand> items = new ArrayList<>();
        int rows = 1;
        for (NamedColumn column : columns) {
            Operand found = scan.evaluation().of(column.expression(), none);
            rows = found.atom() ? rows : found.vector().size();
            items.add(found);
        }
        List<QVector> vectors = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            vectors.add(items.get(i).spread(rows, columns.get(i).expression().at()));
        }
        return flip(vectors);
    }

    private Flip flip(List<QVector> vectors) {
        return new Flip(columns.stream().map(NamedColumn::name).toList(), vectors);
    }

    private void add(Chunk chunk) throws QueryException {
        for (int i = 0; i < columns.size(); i++) {
            Expression expression = columns.get(i).expression();
            QVector items = scan.evaluation().of(expression, chunk).spread(chunk.size(), expression.at());
            if (i == builders.size()) {
                builders.add(new VectorBuilder(items.type(), 0));
            }
            VectorBuilder builder = builders.get(i);
            if (builder.size() + items.size() > rowsMax) {
                throw QueryException.limit(1, "more than " + rowsMax + " rows of " + columns.size() + " columns");
            }
            builder.append(items);
        }
    }
}
