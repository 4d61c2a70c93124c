package io.tickbus.query;

import io.tickbus.q.QType;
import io.tickbus.q.QVector;

/**
 * Evaluates {@code within} and {@code like}, whose right operand is a literal. {@link Evaluation} uses it. Stateless.
 */
final class LiteralPredicates {
    private LiteralPredicates() {}

    static Operand within(Operand left, QVector bounds, QuerySymbols symbols, int at) throws QueryException {
        if (bounds.size() != 2) {
            throw QueryException.of("length", at, "within takes 2 bounds, not " + bounds.size());
        }
        Operand from = Comparison.of(Verb.AT_LEAST).apply(left, new Operand(bounds.slice(0, 1), true), symbols, at);
        Operand to = Comparison.of(Verb.AT_MOST).apply(left, new Operand(bounds.slice(1, 1), true), symbols, at);
        return Arithmetic.apply(Verb.AND, from, to, at);
    }

    /** Evaluates {@code left like pattern}. Each distinct symbol is matched only once. */
    static Operand like(Operand left, Pattern pattern, QuerySymbols symbols, int at) throws QueryException {
        byte[] flags = new byte[left.vector().size()];
        if (left.type() == QType.SYMBOL) {
            Longs ids = Longs.of(left.vector());
            for (int i = 0; i < flags.length; i++) {
                int id = (int) ids.at(i);
                flags[i] = id < 0 ? flag(pattern.matches(symbols.text(id))) : pattern.matchesSymbol(id);
            }
        } else if (left.type() == QType.LIST) {
            for (int i = 0; i < flags.length; i++) {
                String text = Pattern.text(left.vector().valueAt(i));
                if (text == null) {
                    throw QueryException.type(at, "like of other than symbols and strings");
                }
                flags[i] = flag(pattern.matches(text));
            }
        } else {
            throw QueryException.type(at, left.type() + " like a pattern");
        }
        return Operand.ofBooleans(flags, left.atom());
    }

    private static byte flag(boolean flag) {
        return (byte) (flag ? 1 : 0);
    }
}
