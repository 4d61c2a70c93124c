package io.tickbus.query;

import io.tickbus.q.EscapedText;
import io.tickbus.q.QLexer;
import io.tickbus.q.QLexer.Kind;
import java.util.ArrayList;
import java.util.List;

/**
 * Splits a query's text into {@link Token}s. {@link Select} uses it. Rejects characters that are not part of the
 * language.
 */
final class Tokens {
    private static final String SIGNS = "+-*%&|=<>,:()[];";
    private static final String UNSUPPORTED_SIGNS = "!#@$^~?_'/\\.{}";

    private final String text;
    private final List<Token> tokens = new ArrayList<>();

    private Tokens(String text) {
        this.text = text;
    }

    static List<Token> of(String text) throws QueryException {
        Tokens all = new Tokens(EscapedText.perByte(text));
        try {
            all.readAll();
        } catch (QLexer.LexerException wrong) {
            throw QueryException.parse(wrong.at() + 1, wrong.reason());
        }
        return all.tokens;
    }

    private void readAll() throws QueryException, QLexer.LexerException {
        QLexer.Token token = QLexer.next(text, 0, false);
        while (token.kind() != Kind.END) {
            tokens.add(token(token));
            token = QLexer.next(text, token.end(), isValueLast());
        }
        tokens.add(new Token(Kind.END, "", text.length() + 1));
    }

    private boolean isValueLast() {
        Token last = tokens.get(tokens.size() - 1);
        return last.kind() != Kind.SIGN || last.is(")") || last.is("]");
    }

    private Token token(QLexer.Token token) throws QueryException, QLexer.LexerException {
        String written = token.in(text);
        int at = token.from() + 1;
        return switch (token.kind()) {
            case NAME -> {
                if (written.startsWith(".")) {
                    throw QueryException.nyi(at, ".");
                }
                yield new Token(token.kind(), written, at);
            }
            case NUMBER -> new Token(token.kind(), written, at);
            case SYMBOLS -> new Token(token.kind(), EscapedText.ofPerByte(written), at);
            case STRING -> {
                byte[] bytes = QLexer.string(text, token);
                yield new Token(token.kind(), EscapedText.of(bytes, 0, bytes.length), at);
            }
            default -> sign(written, at);
        };
    }

    private static Token sign(String written, int at) throws QueryException {
        char first = written.charAt(0);
        if (UNSUPPORTED_SIGNS.indexOf(first) >= 0) {
            throw QueryException.nyi(at, written);
        }
        if (SIGNS.indexOf(first) < 0) {
            throw QueryException.parse(at, "an unexpected character");
        }
        return new Token(Kind.SIGN, written, at);
    }
}
