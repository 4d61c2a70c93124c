package io.tickbus.query;

import io.tickbus.q.QType;
import io.tickbus.q.QVector;
import io.tickbus.query.Expression.Applied;
import io.tickbus.query.Expression.Column;
import io.tickbus.query.Expression.Constant;
import io.tickbus.query.Expression.Names;
import java.util.IdentityHashMap;

/**
 * Evaluates expressions for the rows of a chunk, or for one row per group. Each {@link Scan} has its own instance,
 * because an evaluation caches patterns, literal sets and symbol ids of its query. Each verb is applied to whole
 * vectors. Belongs to the thread that evaluates the query.
 */
final class Evaluation {
    /** The name of the virtual column that every table has. Its items are the row numbers, from 0. */
    static final String ROW_NUMBER = "i";

    private final IdentityHashMap<Expression, Pattern> patterns = new IdentityHashMap<>();
    private final IdentityHashMap<Expression, InSet> members = new IdentityHashMap<>();
    private final IdentityHashMap<Names, Operand> names = new IdentityHashMap<>();
    private final QuerySymbols symbols = new QuerySymbols();

    Operand of(Expression expression, RowSource rows) throws QueryException {
        if (expression instanceof Column column) {
            return rows.column(column);
        }
        if (expression instanceof Constant constant) {
            return new Operand(constant.items(), constant.atom());
        }
        if (expression instanceof Names written) {
            return names.computeIfAbsent(written, first -> new Operand(symbols.ids(first.texts()), first.atom()));
        }
        Applied applied = (Applied) expression;
        if (applied.verb().isAggregate()) {
            return rows.aggregate(applied);
        }
        return applied(applied, rows);
    }

    private Operand applied(Applied applied, RowSource rows) throws QueryException {
        Verb verb = applied.verb();
        int at = applied.at();
        Operand left = of(applied.first(), rows);
        return switch (verb) {
            case ADD, SUBTRACT, MULTIPLY, DIVIDE, AND, OR ->
                Arithmetic.apply(verb, left, of(applied.second(), rows), at);
            case EQUAL, UNEQUAL, LESS, GREATER, AT_MOST, AT_LEAST ->
                Comparison.of(verb).apply(left, of(applied.second(), rows), symbols, at);
            case IN -> members(applied, left.type(), rows).in(left);
            case WITHIN -> LiteralPredicates.within(left, literal(applied, rows), symbols, at);
            case LIKE -> LiteralPredicates.like(left, pattern(applied, rows), symbols, at);
            case XBAR -> Bars.apply(left, of(applied.second(), rows), at);
            case NEG -> Arithmetic.negated(left, at);
            case NOT -> not(left, at);
            case NULL -> nulls(left);
            default -> TemporalField.of(verb, left, at);
        };
    }

    private QVector literal(Applied applied, RowSource rows) throws QueryException {
        Expression second = applied.second();
        if (second instanceof Constant || second instanceof Names) {
            return of(second, rows).vector();
        }
        throw QueryException.nyi(second.at(), applied.verb() + " of other than a literal");
    }

    private InSet members(Applied applied, QType type, RowSource rows) throws QueryException {
        InSet known = members.get(applied);
        if (known == null) {
            known = InSet.of(type, literal(applied, rows), applied.at());
            members.put(applied, known);
        }
        return known;
    }

    private Pattern pattern(Applied applied, RowSource rows) throws QueryException {
        Pattern pattern = patterns.get(applied);
        if (pattern == null) {
            String text = Pattern.text(literal(applied, rows));
            if (text == null) {
                throw QueryException.type(applied.second().at(), "like takes a string");
            }
            pattern = new Pattern(text, applied.second().at());
            patterns.put(applied, pattern);
        }
        return pattern;
    }

    /** Evaluates q's {@code not}. Item i of the result is true if item i of the operand is 0. */
    private static Operand not(Operand operand, int at) throws QueryException {
        QType type = operand.type();
        if (!TypeRules.isNumber(type) && !TypeRules.isTemporal(type)) {
            throw QueryException.type(at, "not " + type);
        }
        byte[] flags = new byte[operand.vector().size()];
        if (TypeRules.isFraction(type)) {
            Doubles doubles = Doubles.of(operand.vector());
            for (int i = 0; i < flags.length; i++) {
                flags[i] = (byte) (doubles.at(i) == 0 ? 1 : 0);
            }
        } else {
            Longs longs = Longs.of(operand.vector());
            for (int i = 0; i < flags.length; i++) {
                flags[i] = (byte) (longs.at(i) == 0 ? 1 : 0);
            }
        }
        return Operand.ofBooleans(flags, operand.atom());
    }

    private static Operand nulls(Operand operand) {
        byte[] flags = new byte[operand.vector().size()];
        for (int i = 0; i < flags.length; i++) {
            flags[i] = (byte) (operand.vector().isNull(i) ? 1 : 0);
        }
        return Operand.ofBooleans(flags, operand.atom());
    }
}
