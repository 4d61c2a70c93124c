package io.tickbus.query;

import io.tickbus.q.QLexer.Kind;

/**
 * One token of a query's text. {@link Tokens} creates it, and {@link Parser} reads it.
 *
 * @param kind the kind of token
 * @param text the token as written. For a string, its content. For symbols, all symbols with their backticks.
 * @param at the token's position in the query's text, from 1
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
