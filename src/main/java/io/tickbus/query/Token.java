package io.tickbus.query;

/**
 * A word of the text.
 *
 * @param kind what it is
 * @param text as written; of a string its content, of symbols all of them with their backticks
 * @param at its column, from 1
 */
record Token(Kind kind, String text, int at) {
    enum Kind {
        NAME,
        NUMBER,
        SYMBOLS,
        STRING,
        SIGN,
        END
    }

    boolean is(String sign) {
        return (kind == Kind.SIGN || kind == Kind.NAME) && text.equals(sign);
    }

    @Override
    public String toString() {
        return kind == Kind.END ? "the end" : text;
    }
}
