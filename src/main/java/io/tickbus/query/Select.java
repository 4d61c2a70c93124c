package io.tickbus.query;

import io.tickbus.q.Flip;
import io.tickbus.q.QLexer.Kind;
import io.tickbus.q.Value;
import io.tickbus.query.Expression.Applied;
import io.tickbus.query.Expression.Column;
import io.tickbus.table.Snapshot;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A query {@code select [columns] [by groups] from table [where conditions]} over one table. The owner of the tables
 * parses and evaluates the query. The language is a subset of q that cannot change the table. Immutable and
 * thread-safe.
 *
 * <p>Source: <a href="https://code.kx.com/q/ref/select/">select</a>.
 */
public final class Select {
    /** The maximum length of a query's text, in characters. */
    public static final int TEXT_CHARS_MAX = 1 << 16;
    /** The maximum number of columns in a result, and of {@code by} columns. */
    static final int COLUMNS_MAX = 1024;

    private final String table;
    private final List<NamedColumn> columns;
    private final List<NamedColumn> groups;
    private final List<Expression> conditions;

    private Select(String table, List<NamedColumn> columns, List<NamedColumn> groups, List<Expression> conditions) {
        this.table = table;
        this.columns = columns;
        this.groups = groups;
        this.conditions = conditions;
    }

    /**
     * Parses a query. Only {@link #evaluate} checks that the table has the named columns.
     *
     * @param text at most {@link #TEXT_CHARS_MAX} characters
     * @throws QueryException if the text is not a supported query. The exception names the position of the error.
     */
    public static Select parse(String text) throws QueryException {
        if (text.length() > TEXT_CHARS_MAX) {
            throw QueryException.limit(
                    TEXT_CHARS_MAX + 1, "a question of " + text.length() + " characters, more than " + TEXT_CHARS_MAX);
        }
        List<Token> tokens = Tokens.of(text);
        Parser parser = new Parser(tokens);
        Token first = parser.peek();
        if (!parser.skip("select")) {
            boolean empty = first.kind() == Kind.END;
            throw empty ? QueryException.parse(1, "nothing to do") : QueryException.nyi(first.at(), first.text());
        }
        if (parser.peek().is("[")) {
            throw QueryException.nyi(parser.peek().at(), "select[");
        }
        List<NamedColumn> columns = parser.peek().is("distinct") ? distinct(parser) : named(parser);
        List<NamedColumn> groups = parser.skip("by") ? named(parser) : List.of();
        parser.expect("from");
        Token table = parser.consume();
        if (table.kind() != Kind.NAME) {
            throw table.kind() == Kind.SIGN && table.is("(")
                    ? QueryException.nyi(table.at(), "a table that is made")
                    : QueryException.parse(table.at(), "the name of a table expected, found " + table);
        }
        List<Expression> conditions = parser.skip("where") ? conditions(parser) : List.of();
        Token rest = parser.peek();
        if (rest.kind() != Kind.END) {
            throw QueryException.parse(rest.at(), "the end expected, found " + rest);
        }
        requireDistinct(columns, groups);
        return new Select(table.text(), columns, groups, conditions);
    }

    private static List<NamedColumn> distinct(Parser parser) throws QueryException {
        throw QueryException.nyi(parser.peek().at(), "distinct");
    }

    private static List<NamedColumn> named(Parser parser) throws QueryException {
        List<NamedColumn> all = new ArrayList<>();
        Set<String> taken = new HashSet<>();
        if (parser.isClauseNext()) {
            return all;
        }
        do {
            if (all.size() == COLUMNS_MAX) {
                throw QueryException.limit(parser.peek().at(), "more than " + COLUMNS_MAX + " columns");
            }
            String given = parser.consumeName();
            Expression expression = parser.expression();
            String base = given == null ? expression.label() : given;
            String name = base;
            for (int i = 1; !taken.add(name); i++) {
                name = base + i;
            }
            all.add(new NamedColumn(name, expression));
        } while (parser.skip(","));
        return all;
    }

    private static List<Expression> conditions(Parser parser) throws QueryException {
        List<Expression> conditions = new ArrayList<>();
        do {
            conditions.add(parser.expression());
        } while (parser.skip(","));
        return conditions;
    }

    private static void requireDistinct(List<NamedColumn> columns, List<NamedColumn> groups) throws QueryException {
        for (NamedColumn group : groups) {
            for (NamedColumn column : columns) {
                if (column.name().equals(group.name())) {
                    int at = column.expression().at();
                    throw QueryException.of(
                            "dup names for cols/groups " + group.name(), at, "give one of them another name");
                }
            }
        }
    }

    /** Returns the name of the table that the query reads. */
    public String table() {
        return table;
    }

    List<NamedColumn> columns() {
        return columns;
    }

    List<NamedColumn> groups() {
        return groups;
    }

    List<Expression> conditions() {
        return conditions;
    }

    /**
     * Evaluates the query over a snapshot, on the calling thread. Do not call this on an event loop, because a query
     * can read the whole table.
     *
     * @param snapshot the rows of the table that {@link #table} names
     * @return a table. It is a keyed table if the query has {@code by}, or selects all columns of a keyed table.
     * @throws QueryException if a column is missing, types do not fit, or a limit is reached
     */
    public Value evaluate(Snapshot snapshot) throws QueryException {
        for (NamedColumn namedColumn : columns) {
            check(namedColumn.expression(), snapshot);
        }
        for (NamedColumn namedColumn : groups) {
            check(namedColumn.expression(), snapshot);
        }
        for (Expression condition : conditions) {
            check(condition, snapshot);
        }
        Scan scan = new Scan(snapshot, conditions);
        if (!groups.isEmpty()) {
            return new Grouping(columns, groups, scan).evaluate();
        }
        Flip rows = new Projection(columns, scan).evaluate();
        return columns.isEmpty() ? rows.keyed(snapshot.schema().keys()) : rows;
    }

    /** Throws if the expression uses a column that the table does not have. */
    private static void check(Expression expression, Snapshot snapshot) throws QueryException {
        if (expression instanceof Column column
                && !snapshot.schema().columns().contains(column.name())
                && !column.name().equals(Evaluation.ROW_NUMBER)) {
            throw QueryException.of(column.name(), column.at(), "no such column; the table has " + snapshot.schema());
        }
        if (expression instanceof Applied applied) {
            for (Expression operand : applied.operands()) {
                check(operand, snapshot);
            }
        }
    }
}
