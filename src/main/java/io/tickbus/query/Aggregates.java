package io.tickbus.query;

import io.tickbus.q.QVector;
import io.tickbus.query.Expression.Applied;
import java.util.IdentityHashMap;
import java.util.List;

/**
 * All aggregates that are computed in one scan of the table. {@link Scan} uses it for aggregates over all rows, and
 * {@link Grouping} for aggregates of groups. Belongs to the thread that evaluates the query.
 */
final class Aggregates {
    private final List<Applied> aggregates;
    private final Evaluation evaluation;
    private final IdentityHashMap<Applied, Accumulator> accumulators = new IdentityHashMap<>();

    /** @param aggregates the aggregates, whose operands must not contain other aggregates */
    Aggregates(List<Applied> aggregates, Evaluation evaluation) {
        this.aggregates = aggregates;
        this.evaluation = evaluation;
    }

    /**
     * Adds the rows of one chunk to each aggregate.
     *
     * @param groups the group number of each row, from 0
     * @param groupCount the number of groups in all rows so far, including this chunk
     * @throws QueryException with q's {@code type} or {@code length} if an operand does not fit
     */
    void add(int[] groups, int groupCount, Chunk rows) throws QueryException {
        for (Applied aggregate : aggregates) {
            Operand[] operands = new Operand[aggregate.operands().size()];
            for (int i = 0; i < operands.length; i++) {
                operands[i] = evaluation.of(aggregate.operands().get(i), rows);
                if (!operands[i].atom() && operands[i].vector().size() != rows.size()) {
                    throw QueryException.of("length", aggregate.at(), "a list beside a column");
                }
            }
            Accumulator accumulator = accumulators.get(aggregate);
            if (accumulator == null) {
                accumulator = Accumulator.of(aggregate.verb(), aggregate.at(), operands);
                accumulators.put(aggregate, accumulator);
            }
            accumulator.reserve(groupCount);
            accumulator.add(groups, rows.size(), operands);
        }
    }

    QVector result(Applied aggregate, int groups) {
        Accumulator accumulator = accumulators.get(aggregate);
        if (accumulator == null) {
            throw new IllegalStateException(aggregate.verb() + " was not gathered");
        }
        accumulator.reserve(groups);
        return accumulator.result(groups);
    }
}
