package io.tickbus.query;

import io.tickbus.q.Dictionary;
import io.tickbus.q.Flip;
import io.tickbus.q.QType;
import io.tickbus.q.Vector;
import io.tickbus.query.Expression.Applied;
import io.tickbus.query.Expression.Column;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A select with {@code by}: a row for each group, in the order of the columns that group. */
final class Grouping {
    private final List<Named> columns;
    private final List<Named> keys;
    private final Scan scan;
    private final Aggregates aggregates;
    private final IdentityHashMap<Expression, Lists> lists = new IdentityHashMap<>();
    private @Nullable Groups groups;
    private long listed; // items of all lists

    /** @param columns none for the last items of all columns that do not group */
    Grouping(List<Named> columns, List<Named> keys, Scan scan) throws QueryException {
        this.columns = columns.isEmpty() ? lasts(keys, scan) : columns;
        this.keys = keys;
        this.scan = scan;
        List<Applied> found = new ArrayList<>();
        for (Named column : this.columns) {
            Expression expression = column.expression();
            boolean aggregated = expression.isAggregated();
            if (aggregated == expression.isPerRow()) {
                String what = aggregated ? "rows and aggregates in one expression with by" : "no column with by";
                throw QueryException.nyi(expression.at(), what);
            }
            Scan.collect(expression, found);
        }
        for (Named key : keys) {
            if (key.expression().isAggregated() || !key.expression().isPerRow()) {
                throw QueryException.nyi(key.expression().at(), "by other than a column or an expression of columns");
            }
        }
        this.aggregates = new Aggregates(found, scan.evaluation());
    }

    private static List<Named> lasts(List<Named> keys, Scan scan) {
        List<String> names = keys.stream().map(Named::name).toList();
        return Projection.all(scan.schema().columns(), names).stream()
                .map(column -> new Named(column.name(), new Applied(Verb.LAST, List.of(column.expression()), 1)))
                .toList();
    }

    Dictionary evaluate() throws QueryException {
        scan.visit(this::add);
        Groups found = requireGroups();
        int count = found.count();
        List<Vector> keyColumns = found.columns();
        int[] order = Order.of(keyColumns, count);
        Rows rows = new GroupRows(count);
        List<Vector> values = new ArrayList<>();
        for (Named column : columns) {
            Lists list = lists.get(column.expression());
            Vector items = list != null
                    ? list.result(count)
                    : scan.evaluation()
                            .of(column.expression(), rows)
                            .spread(count, column.expression().at());
            values.add(Gather.of(items, order, count));
        }
        List<Vector> sorted =
                keyColumns.stream().map(key -> Gather.of(key, order, count)).toList();
        return new Dictionary(
                new Flip(keys.stream().map(Named::name).toList(), sorted),
                new Flip(columns.stream().map(Named::name).toList(), values));
    }

    private Groups requireGroups() {
        if (groups == null) {
            throw new IllegalStateException("a scan has at least one chunk");
        }
        return groups;
    }

    private void add(Chunk chunk) throws QueryException {
        List<Vector> keyItems = new ArrayList<>();
        for (Named key : keys) {
            int at = key.expression().at();
            keyItems.add(scan.evaluation().of(key.expression(), chunk).spread(chunk.size(), at));
        }
        if (groups == null) {
            List<QType> types = keyItems.stream().map(Vector::type).toList();
            groups = new Groups(types);
        }
        int[] numbers =
                groups.of(keyItems, chunk.size(), keys.get(0).expression().at());
        listed += lists.size() * (long) chunk.size();
        if (listed + columns.size() * (long) groups.count() > Projection.ITEMS_MAX) {
            throw QueryException.limit(1, "more than " + Projection.ITEMS_MAX + " items of all columns and groups");
        }
        aggregates.add(numbers, groups.count(), chunk);
        for (Named column : columns) {
            Expression expression = column.expression();
            if (expression.isPerRow()) {
                Vector items = scan.evaluation().of(expression, chunk).spread(chunk.size(), expression.at());
                lists.computeIfAbsent(expression, first -> new Lists(items.type()))
                        .add(numbers, chunk.size(), Items.of(items));
            }
        }
    }

    /** The groups, in the order in which they came. */
    private final class GroupRows implements Rows {
        private final int size;

        GroupRows(int size) {
            this.size = size;
        }

        @Override
        public int size() {
            return size;
        }

        @Override
        public Items column(Column column) {
            throw new IllegalStateException(column.name() + " has no one item in a group");
        }

        @Override
        public Items aggregate(Applied aggregate) {
            return Items.of(aggregates.result(aggregate, size));
        }
    }
}
