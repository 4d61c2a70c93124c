package io.tickbus.query;

import io.tickbus.q.QType;
import io.tickbus.q.QVector;

/** Gathers what an aggregate gives for each group, a chunk of rows after the other. */
interface Accumulator {
    /** Makes room for groups up to a number. */
    void reserve(int groups);

    /**
     * Takes rows.
     *
     * @param groups the number of each row's group
     * @param operands as many as the verb has
     */
    void add(int[] groups, int rows, Operand... operands);

    /** What it gives for each group. */
    QVector result(int groups);

    /** What gathers for a verb over operands of some types. */
    static Accumulator of(Verb verb, int at, Operand... operands) throws QueryException {
        QType type = operands[0].type();
        boolean number = TypeRules.isNumber(type);
        boolean known = number || TypeRules.isTemporal(type);
        switch (verb) {
            case COUNT -> {
                return new Counting();
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
