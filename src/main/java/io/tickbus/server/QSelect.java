package io.tickbus.server;

import io.tickbus.q.EscapedText;
import io.tickbus.server.Request.Select;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A {@code select} inside a request's text: its table, its text and its end. {@link QText} reads it. The rest is checked later, by
 * the owner of the table. Immutable.
 *
 * @param end the index behind the select in the request's text
 */
record QSelect(Select expression, int end) {
    static final Set<String> WORDS = Set.of("select", "exec");

    private static final String FROM = "from";
    /** The only nested select that is supported: {@code select[n] from table}, with which table browsers read pages. */
    private static final Pattern PAGE =
            Pattern.compile("select\\s*+\\[\\s*+-?\\d{1,18}\\s*+]\\s*+from\\s++(" + QText.NAME.pattern() + ")");

    /**
     * Reads a select. It ends before a semicolon, or before a closing bracket that it did not open.
     *
     * @param text the request's text, one character a byte
     * @param start the index of the select's first character
     * @throws QError {@code parse} or {@code nyi}, with the column
     */
    static QSelect read(String text, int start) {
        int from = -1;
        int depth = 0;
        int at = start;
        for (; at < text.length(); at++) {
            char next = text.charAt(at);
            if (next == '"') {
                at = closingQuote(text, at);
            } else if (next == '(' || next == '[' || next == '{') {
                depth++;
            } else if (next == ')' || next == ']' || next == '}') {
                depth--;
            } else if (from < 0 && depth == 0 && isFrom(text, at)) {
                from = at;
            }
            if (depth < 0 || (depth == 0 && next == ';')) {
                break;
            }
        }
        if (from < 0) {
            throw QText.parseError(at, "no from to the select");
        }
        return new QSelect(
                new Select(
                        table(text, from + FROM.length(), at), EscapedText.ofPerByte(text.substring(start, at)), start),
                at);
    }

    private static String table(String text, int behindFrom, int end) {
        int at = behindFrom;
        while (at < end && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        Matcher name = QText.NAME.matcher(text).region(at, end);
        if (at == end) {
            throw QText.parseError(at, "no table behind from");
        }
        Matcher page = PAGE.matcher(text).region(at, end);
        if (page.lookingAt()) {
            return page.group(1);
        }
        if (name.lookingAt() && WORDS.contains(name.group())) {
            throw QError.nyi("a select of a select at column " + (at + 1));
        }
        if (!name.lookingAt()) {
            throw QError.nyi("select from what is no table's name at column " + (at + 1));
        }
        return name.group();
    }

    private static boolean isFrom(String text, int at) {
        return text.startsWith(FROM, at) && !isWordOrSymbol(text, at - 1) && !isWordOrSymbol(text, at + FROM.length());
    }

    private static boolean isWordOrSymbol(String text, int at) {
        return at >= 0
                && at < text.length()
                && (Character.isLetterOrDigit(text.charAt(at)) || "_.`:".indexOf(text.charAt(at)) >= 0);
    }

    private static int closingQuote(String text, int open) {
        for (int at = open + 1; at < text.length(); at++) {
            char next = text.charAt(at);
            if (next == '\\') {
                at++;
            } else if (next == '"') {
                return at;
            }
        }
        throw QText.parseError(open, "a string without its end");
    }
}
