package io.tickbus.query;

import io.tickbus.q.QType;
import io.tickbus.q.QVector;

/**
 * The state of one aggregate, such as {@code sum}, for all groups of a query. {@link Aggregates} adds the rows chunk by
 * chunk, and reads the result at the end. Belongs to the thread that evaluates the query.
 */
interface Accumulator {
    /** Makes room for at least {@code groups} groups. The state of existing groups is kept. */
    void reserve(int groups);

    /**
     * Adds the rows of one chunk.
     *
     * @param groups the group number of each row, from 0; at most one less than the last argument of {@link #reserve}
     * @param rows the number of rows
     * @param operands the verb's operands, evaluated for these rows
     */
    void add(int[] groups, int rows, Operand... operands);

    /** Returns the aggregate's values for the first {@code groups} groups. Item i is the value of group i. */
    QVector result(int groups);

    /**
     * Creates the accumulator of an aggregate.
     *
     * @param at the aggregate's position in the query's text, from 1
     * @param operands the operands for the first rows. Operands for later rows must have the same types.
     * @throws QueryException with q's {@code type} if the verb does not support the operands' types
     */
    static Accumulator of(Verb verb, int at, Operand... operands) throws QueryException {
        QType type = operands[0].type();
        boolean number = TypeRules.isNumber(type);
        boolean known = number || TypeRules.isTemporal(type);
        switch (verb) {
            case COUNT -> {
                return new RowCounts();
            }
            case FIRST, LAST -> {
                return new FirstLast(type, verb == Verb.FIRST);
            }
            case WAVG -> {
                if (number && TypeRules.isNumber(operands[1].type())) {
                    return new WeightedAverage();
                }
                throw QueryException.type(at, type + " wavg " + operands[1].type());
            }
            case SUM -> {
                if (known) {
                    return TypeRules.isFraction(type) ? new FloatSums(type) : new LongSums(type);
                }
            }
            case AVG -> {
                if (known) {
                    return new Averages();
                }
            }
            case DEV -> {
                if (known) {
                    return new Deviations();
                }
            }
            default -> {
                if (known || type == QType.SYMBOL) {
                    return TypeRules.isFraction(type)
                            ? new FloatExtremes(type, verb == Verb.MAX)
                            : new LongExtremes(type, verb == Verb.MAX);
                }
            }
        }
        throw QueryException.type(at, verb + " " + type);
    }
}
