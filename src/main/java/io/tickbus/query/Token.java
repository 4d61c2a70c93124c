package io.tickbus.query;

import io.tickbus.q.QLexer.Kind;

/**
 * One token of a query's text. {@link Tokens} creates it, {@link Parser} reads it.
 *
 * @param kind the kind of token
 * @param text the token as written; for a string its content, for symbols all of them with their backticks
 * @param at its column in the query's text, from 1
 */
record Token(Kind kind, String text, int at) {
    boolean is(String sign) {
        return (kind == Kind.SIGN || kind == Kind.NAME) && text.equals(sign);
    }

    @Override
    public String toString() {
        return kind == Kind.END ? "the end" : text;
    }
}
