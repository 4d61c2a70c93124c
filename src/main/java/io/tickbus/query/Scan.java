package io.tickbus.query;

import io.tickbus.q.Flip;
import io.tickbus.q.Schema;
import io.tickbus.query.Expression.Applied;
import io.tickbus.table.KeyOrder;
import io.tickbus.table.Snapshot;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Visits a table's rows that meet the conditions, in chunks that fit the processor's cache. {@link Projection} and
 * {@link Grouping} use it. The rows of a keyed table are visited in the order of their keys' first arrival. Each query
 * has its own scan. Belongs to the thread that evaluates the query.
 */
final class Scan {
    /** The maximum number of rows in a chunk. */
    static final int CHUNK_ROWS_MAX = 4096;

    /**
     * Receives the matching rows, one chunk after another. The first chunk has no rows and only shows the columns'
     * types.
     */
    interface Visitor {
        void visit(Chunk chunk) throws QueryException;
    }

    private final Snapshot table;
    private final List<Expression> conditions;
    // The order of the keys; null if the stored rows have this order already, or the table has no keys.
    private final @Nullable KeyOrder keys;
    private final Evaluation evaluation = new Evaluation();
    private final IdentityHashMap<Applied, Operand> aggregates = new IdentityHashMap<>();

    Scan(Snapshot table, List<Expression> conditions) throws QueryException {
        this.table = table;
        this.conditions = conditions;
        KeyOrder order = table.schema().keys() > 0 ? table.keyOrder() : null;
        this.keys = order == null || order.isOrderOfRows() ? null : order;
        for (int i = 0; i < conditions.size(); i++) {
            aggregate(conditions.get(i), i);
        }
    }

    Schema schema() {
        return table.schema();
    }

    Evaluation evaluation() {
        return evaluation;
    }

    /**
     * Computes the aggregates in an expression over the rows that meet all conditions. The results are used in the next
     * {@link #visit}.
     *
     * @throws QueryException if the expression or a condition cannot be evaluated
     */
    void aggregate(Expression expression) throws QueryException {
        aggregate(expression, conditions.size());
    }

    private void aggregate(Expression expression, int conditionCount) throws QueryException {
        List<Applied> found = new ArrayList<>();
        collect(expression, found);
        if (found.isEmpty()) {
            return;
        }
        Aggregates gathered = new Aggregates(found, evaluation);
        Groups all = new Groups(List.of());
        visit(conditionCount, chunk -> gathered.add(all.of(List.of(), chunk.size(), 1), 1, chunk));
        for (Applied aggregate : found) {
            aggregates.put(aggregate, new Operand(gathered.result(aggregate, 1), true));
        }
    }

    /**
     * Adds an expression's aggregates to {@code found}.
     *
     * @throws QueryException with {@code nyi} for an aggregate of an aggregate, or for an aggregate without a column
     */
    static void collect(Expression expression, List<Applied> found) throws QueryException {
        if (!(expression instanceof Applied applied)) {
            return;
        }
        if (!applied.verb().isAggregate()) {
            for (Expression operand : applied.operands()) {
                collect(operand, found);
            }
            return;
        }
        boolean perRow = false;
        for (Expression operand : applied.operands()) {
            perRow |= operand.isPerRow();
            if (operand.isAggregated()) {
                throw QueryException.nyi(operand.at(), "an aggregate of an aggregate");
            }
        }
        if (!perRow) {
            throw QueryException.nyi(applied.at(), applied.verb() + " of no column");
        }
        found.add(applied);
    }

    /** Returns a chunk without rows, for expressions that consist of aggregates only. */
    Chunk none() {
        return new Chunk(StoredRows.of(schema().empty()), 0, 0, null, 0, aggregates);
    }

    /** Passes all rows that meet the conditions to {@code visitor}. */
    void visit(Visitor visitor) throws QueryException {
        visit(conditions.size(), visitor);
    }

    private void visit(int conditionCount, Visitor visitor) throws QueryException {
        visitor.visit(chunk(none(), conditionCount));
        KeyOrder order = keys;
        if (order == null) {
            visitRows(visitor, conditionCount);
        } else {
            visitKeys(order, visitor, conditionCount);
        }
    }

    private void visitKeys(KeyOrder order, Visitor visitor, int conditionCount) throws QueryException {
        for (int from = 0; from < order.size(); from += CHUNK_ROWS_MAX) {
            int size = Math.min(CHUNK_ROWS_MAX, order.size() - from);
            KeyedRows rows = new KeyedRows(schema().columns(), order, from, size);
            Chunk chunk = chunk(new Chunk(rows, 0, from, null, size, aggregates), conditionCount);
            if (chunk.size() > 0) {
                visitor.visit(chunk);
            }
        }
    }

    private void visitRows(Visitor visitor, int conditionCount) throws QueryException {
        long row = 0;
        boolean keyed = schema().keys() > 0;
        for (long offset = table.firstOffset(); offset < table.nextOffset(); ) {
            long end = table.runEnd(offset, Integer.MAX_VALUE);
            Flip rows = keyed ? table.run(offset, end) : table.stored(offset, end);
            StoredRows stored = StoredRows.of(rows);
            for (int from = 0; from < rows.size(); from += CHUNK_ROWS_MAX) {
                int size = Math.min(CHUNK_ROWS_MAX, rows.size() - from);
                Chunk chunk = chunk(new Chunk(stored, from, row + from, null, size, aggregates), conditionCount);
                if (chunk.size() > 0) {
                    visitor.visit(chunk);
                }
            }
            row += rows.size();
            offset = end;
        }
    }

    /**
     * Returns the rows that meet the first {@code conditionCount} conditions. A condition is evaluated only for rows
     * that met all earlier conditions.
     */
    private Chunk chunk(Chunk all, int conditionCount) throws QueryException {
        Chunk chunk = all;
        for (int i = 0; i < conditionCount && (i == 0 || chunk.size() > 0 || all.size() == 0); i++) {
            Expression condition = conditions.get(i);
            chunk = chunk.where(evaluation.of(condition, chunk), condition.at());
        }
        return chunk;
    }
}
