package io.tickbus.query;

import io.tickbus.q.Flip;
import io.tickbus.q.QDictionary;
import io.tickbus.q.QType;
import io.tickbus.q.QVector;
import io.tickbus.query.Expression.Applied;
import io.tickbus.query.Expression.Column;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Evaluates a select with {@code by}. {@link Select} creates one instance for each query. The result has one row for
 * each group, sorted by the {@code by} columns. Belongs to the thread that evaluates the query.
 */
final class Grouping {
    private final List<NamedColumn> columns;
    private final List<NamedColumn> keys;
    private final Scan scan;
    private final Aggregates aggregates;
    private final IdentityHashMap<Expression, ItemLists> lists = new IdentityHashMap<>();
    private @Nullable Groups groups;
    private long listed; // number of items in all lists of the result

    /**
     * Checks the columns.
     *
     * @param columns the result's columns. If empty, the result has the last item of each column that is not in {@code
     *     by}.
     * @param keys the {@code by} columns, at least one
     * @throws QueryException with {@code nyi} if a column mixes rows and aggregates. Also if {@code by} has an
     *     aggregate or a constant.
     */
    Grouping(List<NamedColumn> columns, List<NamedColumn> keys, Scan scan) throws QueryException {
        this.columns = columns.isEmpty() ? lasts(keys, scan) : columns;
        this.keys = keys;
        this.scan = scan;
        List<Applied> found = new ArrayList<>();
        for (NamedColumn column : this.columns) {
            Expression expression = column.expression();
            boolean aggregated = expression.isAggregated();
            if (aggregated == expression.isPerRow()) {
                String what = aggregated ? "rows and aggregates in one expression with by" : "no column with by";
                throw QueryException.nyi(expression.at(), what);
            }
            Scan.collect(expression, found);
        }
        for (NamedColumn key : keys) {
            if (key.expression().isAggregated() || !key.expression().isPerRow()) {
                throw QueryException.nyi(key.expression().at(), "by other than a column or an expression of columns");
            }
        }
        this.aggregates = new Aggregates(found, scan.evaluation());
    }

    private static List<NamedColumn> lasts(List<NamedColumn> keys, Scan scan) {
        List<String> names = keys.stream().map(NamedColumn::name).toList();
        return Projection.all(scan.schema().columns(), names).stream()
                .map(column -> new NamedColumn(column.name(), new Applied(Verb.LAST, List.of(column.expression()), 1)))
                .toList();
    }

    QDictionary evaluate() throws QueryException {
        scan.visit(this::add);
        Groups found = requireGroups();
        int count = found.count();
        List<QVector> keyColumns = found.columns();
        int[] order = SortOrder.of(keyColumns, count);
        RowSource rows = new GroupRows(count);
        List<QVector> values = new ArrayList<>();
        for (NamedColumn column : columns) {
            ItemLists list = lists.get(column.expression());
            QVector items = list != null
                    ? list.result(count)
                    : scan.evaluation()
                            .of(column.expression(), rows)
                            .spread(count, column.expression().at());
            values.add(ItemPicker.pick(items, order, count));
        }
        List<QVector> sorted = keyColumns.stream()
                .map(key -> ItemPicker.pick(key, order, count))
                .toList();
        return new QDictionary(
                new Flip(keys.stream().map(NamedColumn::name).toList(), sorted),
                new Flip(columns.stream().map(NamedColumn::name).toList(), values));
    }

    private Groups requireGroups() {
        if (groups == null) {
            throw new IllegalStateException("a scan has at least one chunk");
        }
        return groups;
    }

    private void add(Chunk chunk) throws QueryException {
        List<QVector> keyItems = new ArrayList<>();
        for (NamedColumn key : keys) {
            int at = key.expression().at();
            keyItems.add(scan.evaluation().of(key.expression(), chunk).spread(chunk.size(), at));
        }
        if (groups == null) {
            List<QType> types = keyItems.stream().map(QVector::type).toList();
            groups = new Groups(types);
        }
        int[] numbers =
                groups.of(keyItems, chunk.size(), keys.get(0).expression().at());
        listed += lists.size() * (long) chunk.size();
        if (listed + columns.size() * (long) groups.count() > Projection.ITEMS_MAX) {
            throw QueryException.limit(1, "more than " + Projection.ITEMS_MAX + " items of all columns and groups");
        }
        aggregates.add(numbers, groups.count(), chunk);
        for (NamedColumn column : columns) {
            Expression expression = column.expression();
            if (expression.isPerRow()) {
                QVector items = scan.evaluation().of(expression, chunk).spread(chunk.size(), expression.at());
                lists.computeIfAbsent(expression, first -> new ItemLists(items.type()))
                        .add(numbers, chunk.size(), Operand.of(items));
            }
        }
    }

    /** One row for each group, in the order of the groups' first occurrence. */
    private final class GroupRows implements RowSource {
        private final int size;

        GroupRows(int size) {
            this.size = size;
        }

        @Override
        public int size() {
            return size;
        }

        @Override
        public Operand column(Column column) {
            throw new IllegalStateException(column.name() + " has no one item in a group");
        }

        @Override
        public Operand aggregate(Applied aggregate) {
            return Operand.of(aggregates.result(aggregate, size));
        }
    }
}
