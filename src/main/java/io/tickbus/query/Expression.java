package io.tickbus.query;

import io.tickbus.q.QVector;
import java.util.List;

/** What a column, a group or a condition is made by. */
sealed interface Expression {
    /** Where it begins in the text, from 1. */
    int at();

    /** A column of the table, or {@code i}, the row's number. */
    record Column(String name, int at) implements Expression {}

    /** A literal. An atom is a vector of one item, and there are as many of it as of what it is used with. */
    record Constant(QVector items, boolean atom, int at) implements Expression {}

    /** Symbols as a question writes them; which ids they have is not asked before it is answered. */
    record Names(List<String> texts, boolean atom, int at) implements Expression {
        public Names {
            texts = List.copyOf(texts);
        }
    }

    /** A verb and its one or two operands. */
    record Applied(Verb verb, List<Expression> operands, int at) implements Expression {
        public Applied {
            operands = List.copyOf(operands);
        }

        Expression first() {
            return operands.get(0);
        }

        Expression second() {
            return operands.get(1);
        }
    }

    /** Whether an aggregate is in it. */
    default boolean isAggregated() {
        return this instanceof Applied applied
                && (applied.verb.isAggregate() || applied.operands.stream().anyMatch(Expression::isAggregated));
    }

    /** Whether a column is used outside of the aggregates in it, so that it has a value for each row. */
    default boolean isPerRow() {
        return this instanceof Column
                || (this instanceof Applied applied
                        && !applied.verb.isAggregate()
                        && applied.operands.stream().anyMatch(Expression::isPerRow));
    }

    /** The name of the last column in it, or of its field; {@code x} where there is none. */
    default String label() {
        String name = lastName();
        return name.isEmpty() ? "x" : name;
    }

    private String lastName() {
        if (this instanceof Column column) {
            return column.name.equals(Evaluation.ROW_NUMBER) ? "x" : column.name;
        }
        if (this instanceof Applied applied) {
            if (applied.verb.isField()) {
                return applied.verb.toString();
            }
            for (int i = applied.operands.size() - 1; i >= 0; i--) {
                String name = applied.operands.get(i).lastName();
                if (!name.isEmpty()) {
                    return name;
                }
            }
        }
        return "";
    }
}
