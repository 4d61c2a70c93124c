package io.tickbus.query;

import io.tickbus.q.QVector;
import java.util.List;

/** A parsed expression of a query: a column, a group or a condition. {@link Parser} creates it. Immutable. */
sealed interface Expression {
    /** Returns the position in the query's text at which the expression begins, from 1. */
    int at();

    /** A column of the table, or {@code i} for the row's number. */
    record Column(String name, int at) implements Expression {}

    /** A literal that is not a symbol. An atom is stored as a vector of one item. */
    record Constant(QVector items, boolean atom, int at) implements Expression {}

    /** One or more symbol literals as text. Their ids are looked up when the query is evaluated. */
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

    /** Returns whether the expression contains an aggregate. */
    default boolean isAggregated() {
        return this instanceof Applied applied
                && (applied.verb.isAggregate() || applied.operands.stream().anyMatch(Expression::isAggregated));
    }

    /**
     * Returns whether the expression uses a column outside of its aggregates. If so, the expression has a value for
     * each row.
     */
    default boolean isPerRow() {
        return this instanceof Column
                || (this instanceof Applied applied
                        && !applied.verb.isAggregate()
                        && applied.operands.stream().anyMatch(Expression::isPerRow));
    }

    /**
     * Returns q's default name for a result column: the last column or temporal field in the expression. If the
     * expression has neither, the name is {@code x}.
     */
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
