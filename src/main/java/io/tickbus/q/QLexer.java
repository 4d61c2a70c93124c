package io.tickbus.q;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;

/**
 * Splits q code into tokens. Used by the parser of requests and the parser of queries, so that both read a text alike.
 * Like q, this class reads bytes. Each character of the text stands for one byte, see {@link EscapedText#perByte}.
 * Stateless.
 *
 * <p>Source: <a href="https://code.kx.com/q/basics/syntax/">Syntax</a>.
 */
public final class QLexer {
    /** The kinds of tokens. */
    public enum Kind {
        /** A name or a keyword, which may contain dots. */
        NAME,
        /** A number or a temporal, which {@link Literal} decodes. */
        NUMBER,
        /** One or more adjacent symbols, each with its backtick. */
        SYMBOLS,
        /** A string with its quotes. */
        STRING,
        /** Any other character, or one of {@code <> <= >=}. */
        SIGN,
        /** The end of the text. */
        END
    }

    /**
     * A token. Immutable.
     *
     * @param kind the kind of the token
     * @param from the index of the token's first character in the text
     * @param end the index after the token's last character
     */
    public record Token(Kind kind, int from, int end) {
        /**
         * {@return the characters of the token, one per byte}
         *
         * @param text the text, one character per byte
         */
        public String in(String text) {
            return text.substring(from, end);
        }
    }

    /** Thrown for a text that q itself would reject. */
    public static final class LexerException extends Exception {
        private static final long serialVersionUID = 1;
        /** The index in the text at which the error is. */
        private final int at;

        LexerException(int at, String reason) {
            // The stack trace is omitted, because the error is in the text and not in the program.
            super(reason, null, false, false);
            this.at = at;
        }

        /** {@return the index in the text at which the error is} */
        public int at() {
            return at;
        }

        /** {@return a description of the error} */
        public String reason() {
            return String.valueOf(getMessage());
        }
    }

    private static final String SYMBOL_SIGNS = "_.:/";

    private QLexer() {}

    /**
     * {@return the next token} The content of the token is not checked.
     *
     * @param text the text, one character per byte
     * @param at the index to start at. Blanks before the token are skipped.
     * @param isBehindValue true if a value ends at index {@code at}. If so, a minus at this index is an operator, as in
     *     {@code a-1}.
     * @throws LexerException if a string has no end
     */
    public static Token next(String text, int at, boolean isBehindValue) throws LexerException {
        int from = skipBlanks(text, at);
        if (from == text.length()) {
            return new Token(Kind.END, from, from);
        }
        char c = text.charAt(from);
        if (c == '`') {
            return new Token(Kind.SYMBOLS, from, symbolsEnd(text, from));
        }
        if (c == '"') {
            return new Token(Kind.STRING, from, stringEnd(text, from));
        }
        int nameEnd = nameEnd(text, from);
        if (nameEnd > from) {
            return new Token(Kind.NAME, from, nameEnd);
        }
        if (isNumber(text, from, isBehindValue && from == at)) {
            return new Token(Kind.NUMBER, from, numberEnd(text, from));
        }
        boolean isLong =
                (c == '<' && isAt(text, from + 1, '>')) || ((c == '<' || c == '>') && isAt(text, from + 1, '='));
        return new Token(Kind.SIGN, from, isLong ? from + 2 : from + 1);
    }

    /**
     * {@return the index of the first non-blank character at or after {@code at}} Returns the text's length if only
     * blanks follow.
     *
     * @param text the text, one character per byte
     * @param at the index to start at
     */
    public static int skipBlanks(String text, int at) {
        int next = at;
        while (next < text.length() && Character.isWhitespace(text.charAt(next))) {
            next++;
        }
        return next;
    }

    /**
     * {@return whether the whole text is one name} The name may contain dots.
     *
     * @param text the text, one character per byte
     */
    public static boolean isName(String text) {
        return !text.isEmpty() && nameEnd(text, 0) == text.length();
    }

    private static int nameEnd(String text, int from) {
        int at = isAt(text, from, '.') ? from + 1 : from;
        if (!isLetter(text, at)) {
            return from;
        }
        while (isLetter(text, at)
                || isDigit(text, at)
                || isAt(text, at, '_')
                || (isAt(text, at, '.') && isLetter(text, at + 1))) {
            at++;
        }
        return at;
    }

    private static boolean isNumber(String text, int from, boolean isMinusOperator) {
        int digit = isAt(text, from, '-') && !isMinusOperator ? from + 1 : from;
        return isDigit(text, isAt(text, digit, '.') ? digit + 1 : digit);
    }

    private static int numberEnd(String text, int from) {
        int at = from + 1;
        while (isLetter(text, at)
                || isDigit(text, at)
                || isAt(text, at, '.')
                || isAt(text, at, ':')
                || isExponent(text, from, at)) {
            at++;
        }
        return at;
    }

    /** Returns whether the character at {@code at} is the sign of an exponent, as in {@code 1.5e-3}. */
    private static boolean isExponent(String text, int from, int at) {
        return (isAt(text, at, '+') || isAt(text, at, '-'))
                && isDigit(text, at + 1)
                && isAt(text, at - 1, 'e')
                && text.substring(from, at - 1).matches("-?[0-9.]+");
    }

    /**
     * Returns the index after adjacent symbols. Among symbols, only a handle such as {@code `:/var/tp-1/log} can
     * contain a minus.
     */
    private static int symbolsEnd(String text, int from) {
        int at = from;
        while (isAt(text, at, '`')) {
            at++;
            boolean isHandle = isAt(text, at, ':');
            while (isLetter(text, at)
                    || isDigit(text, at)
                    || isSymbolSign(text, at)
                    || (isHandle && isAt(text, at, '-'))) {
                at++;
            }
        }
        return at;
    }

    private static boolean isSymbolSign(String text, int at) {
        return at < text.length() && (text.charAt(at) > '~' || SYMBOL_SIGNS.indexOf(text.charAt(at)) >= 0);
    }

    private static int stringEnd(String text, int from) throws LexerException {
        int at = from + 1;
        while (at < text.length() && text.charAt(at) != '"') {
            at += text.charAt(at) == '\\' ? 2 : 1;
        }
        if (at >= text.length()) {
            throw new LexerException(from, "a string without its end");
        }
        return at + 1;
    }

    /**
     * {@return the symbols of a token without their backticks, as texts in the form of {@link EscapedText}}
     *
     * @param text the text, one character per byte
     * @param symbols a token of symbols
     */
    public static List<String> symbols(String text, Token symbols) {
        String[] written = text.substring(symbols.from() + 1, symbols.end()).split("`", -1);
        return Arrays.stream(written).map(EscapedText::ofPerByte).toList();
    }

    /**
     * {@return the bytes of a string token, with decoded escapes}
     *
     * @param text the text, one character per byte
     * @param string a token of a string
     * @throws LexerException if the string has an escape that q does not know
     */
    public static byte[] string(String text, Token string) throws LexerException {
        var bytes = new ByteArrayOutputStream(string.end() - string.from());
        int at = string.from() + 1;
        while (at < string.end() - 1) {
            char c = text.charAt(at++);
            if (c != '\\') {
                bytes.write(c);
                continue;
            }
            int escaped = escaped(text.charAt(at));
            bytes.write(escaped < 0 ? octal(text, at) : escaped);
            at += escaped < 0 ? 3 : 1;
        }
        return bytes.toByteArray();
    }

    private static int escaped(char c) {
        return switch (c) {
            case 'n' -> '\n';
            case 't' -> '\t';
            case 'r' -> '\r';
            case '"', '\\', '/' -> c;
            default -> -1;
        };
    }

    private static int octal(String text, int at) throws LexerException {
        if (at + 3 > text.length() || !text.substring(at, at + 3).matches("[0-3][0-7]{2}")) {
            throw new LexerException(at - 1, "an escape that is none of \\n \\t \\r \\\\ \\\" \\/ \\ooo");
        }
        return Integer.parseInt(text.substring(at, at + 3), 8);
    }

    private static boolean isAt(String text, int at, char c) {
        return at < text.length() && text.charAt(at) == c;
    }

    private static boolean isLetter(String text, int at) {
        return at < text.length()
                && ((text.charAt(at) >= 'a' && text.charAt(at) <= 'z')
                        || (text.charAt(at) >= 'A' && text.charAt(at) <= 'Z'));
    }

    private static boolean isDigit(String text, int at) {
        return at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9';
    }
}
