package io.tickbus.query;

import io.tickbus.q.EscapedText;
import io.tickbus.query.Token.Kind;
import java.util.ArrayList;
import java.util.List;

/** Splits a query's text into {@link Token}s. As in q, the text is read by bytes: a character here is one byte. */
final class Tokens {
    private static final String SIGNS = "+-*%&|=<>,:()[];";
    private static final String SYMBOL_EXTRAS = "_.:/";

    private final String text;
    private final List<Token> tokens = new ArrayList<>();
    private int at;

    private Tokens(String text) {
        this.text = text;
    }

    static List<Token> of(String text) throws QueryException {
        Tokens all = new Tokens(EscapedText.perByte(text));
        while (all.skipBlanks()) {
            all.add();
        }
        all.tokens.add(new Token(Kind.END, "", all.text.length() + 1));
        return all.tokens;
    }

    private boolean skipBlanks() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        return at < text.length();
    }

    private void add() throws QueryException {
        int from = at;
        char c = text.charAt(at);
        if (c == '`') {
            symbols();
        } else if (c == '"') {
            string();
        } else if (isLetter(c)) {
            while (at < text.length() && (isLetter(text.charAt(at)) || isDigit(text.charAt(at)) || isInName())) {
                at++;
            }
            tokens.add(new Token(Kind.NAME, text.substring(from, at), from + 1));
        } else if (isNumber()) {
            number();
        } else if (SIGNS.indexOf(c) >= 0) {
            at++;
            String two = text.substring(from, Math.min(at + 1, text.length()));
            at += two.equals("<>") || two.equals("<=") || two.equals(">=") ? 1 : 0;
            tokens.add(new Token(Kind.SIGN, text.substring(from, at), from + 1));
        } else if ("!#@$^~?_'/\\.{}".indexOf(c) >= 0) {
            throw QueryException.nyi(from + 1, String.valueOf(c));
        } else {
            throw QueryException.parse(from + 1, "an unexpected character");
        }
    }

    private boolean isInName() {
        char c = text.charAt(at);
        return c == '_' || (c == '.' && at + 1 < text.length() && isLetter(text.charAt(at + 1)));
    }

    private static boolean isLetter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    /** Returns whether a number begins here. A minus is part of it, except directly behind a value, as in {@code a-1}. */
    private boolean isNumber() {
        int digit = text.charAt(at) == '-' && !isBehindValue() ? at + 1 : at;
        digit += digit < text.length() && text.charAt(digit) == '.' ? 1 : 0;
        return digit < text.length() && isDigit(text.charAt(digit));
    }

    private boolean isBehindValue() {
        if (tokens.isEmpty() || Character.isWhitespace(text.charAt(at - 1))) {
            return false;
        }
        Token last = tokens.get(tokens.size() - 1);
        return last.kind() != Kind.SIGN || last.is(")") || last.is("]");
    }

    private void number() {
        int from = at++;
        while (at < text.length()) {
            char c = text.charAt(at);
            boolean exponent = (c == '+' || c == '-')
                    && text.substring(from, at).matches("-?[0-9.]+e")
                    && at + 1 < text.length()
                    && isDigit(text.charAt(at + 1));
            if (!isLetter(c) && !isDigit(c) && c != '.' && c != ':' && !exponent) {
                break;
            }
            at++;
        }
        tokens.add(new Token(Kind.NUMBER, text.substring(from, at), from + 1));
    }

    private void symbols() {
        int from = at;
        while (at < text.length() && text.charAt(at) == '`') {
            at++;
            while (at < text.length()
                    && (isLetter(text.charAt(at))
                            || isDigit(text.charAt(at))
                            || text.charAt(at) > '~'
                            || SYMBOL_EXTRAS.indexOf(text.charAt(at)) >= 0)) {
                at++;
            }
        }
        tokens.add(new Token(Kind.SYMBOLS, EscapedText.ofPerByte(text.substring(from, at)), from + 1));
    }

    private void string() throws QueryException {
        int from = at++;
        StringBuilder content = new StringBuilder();
        while (at < text.length() && text.charAt(at) != '"') {
            char c = text.charAt(at++);
            content.append(c == '\\' ? escaped(from) : c);
        }
        if (at == text.length()) {
            throw QueryException.parse(from + 1, "a string that does not end");
        }
        at++;
        tokens.add(new Token(Kind.STRING, EscapedText.ofPerByte(content.toString()), from + 1));
    }

    private char escaped(int from) throws QueryException {
        char c = at < text.length() ? text.charAt(at++) : 0;
        return switch (c) {
            case 'n' -> '\n';
            case 't' -> '\t';
            case 'r' -> '\r';
            case '"', '\\', '/' -> c;
            default -> {
                if (at + 2 <= text.length() && text.substring(at - 1, at + 2).matches("[0-3][0-7]{2}")) {
                    int code = Integer.parseInt(text.substring(at - 1, at + 2), 8);
                    at += 2;
                    yield (char) code;
                }
                throw QueryException.parse(from + 1, "a string with an escape that q does not know");
            }
        };
    }
}
