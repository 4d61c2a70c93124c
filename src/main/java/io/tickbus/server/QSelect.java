package io.tickbus.server;

import io.tickbus.q.EscapedText;
import io.tickbus.q.QLexer;
import io.tickbus.q.QLexer.Kind;
import io.tickbus.server.Request.Select;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A {@code select} inside a request's text. {@link QText} reads the select to find the table's name and the end of the
 * select. The owner of the table later parses the whole select. Immutable.
 *
 * @param end the index of the first character after the select, in the request's text
 */
record QSelect(Select expression, int end) {
    static final Set<String> WORDS = Set.of("select", "exec");

    private static final String FROM = "from";
    /**
     * Matches {@code select[n] from table}, the only nested select that is supported. Table browsers read pages this
     * way.
     */
    private static final Pattern PAGE = Pattern.compile("select\\s*+\\[\\s*+-?\\d{1,18}\\s*+]\\s*+from\\s++");

    /**
     * Reads a select. The select ends before a semicolon, or before a closing bracket whose opening bracket is before
     * the select.
     *
     * @param text the request's text, one character for each byte
     * @param start the index of the select's first character
     * @throws QError {@code parse} or {@code nyi}, with the column
     */
    static QSelect read(String text, int start) {
        int behindFrom = -1;
        int depth = 0;
        QLexer.Token token = QText.token(text, start);
        while (token.kind() != Kind.END) {
            String written = token.in(text);
            depth += token.kind() == Kind.SIGN ? depthChange(written) : 0;
            if (depth < 0 || (depth == 0 && token.kind() == Kind.SIGN && written.equals(";"))) {
                break;
            }
            if (behindFrom < 0 && depth == 0 && token.kind() == Kind.NAME && written.equals(FROM)) {
                behindFrom = token.end();
            }
            token = QText.token(text, token.end());
        }
        int end = token.from();
        if (behindFrom < 0) {
            throw QText.parseError(end, "no from to the select");
        }
        String select = EscapedText.ofPerByte(text.substring(start, end));
        return new QSelect(new Select(table(text, behindFrom, end), select, start), end);
    }

    private static int depthChange(String sign) {
        return switch (sign) {
            case "(", "[", "{" -> 1;
            case ")", "]", "}" -> -1;
            default -> 0;
        };
    }

    private static String table(String text, int behindFrom, int end) {
        QLexer.Token table = QText.token(text, behindFrom);
        if (table.from() >= end) {
            throw QText.parseError(end, "no table behind from");
        }
        Matcher page = PAGE.matcher(text).region(table.from(), end);
        if (page.lookingAt()) {
            QLexer.Token paged = QText.token(text, page.end());
            if (paged.kind() == Kind.NAME) {
                return paged.in(text);
            }
        }
        String name = table.in(text);
        if (table.kind() != Kind.NAME) {
            throw QError.nyi("select from what is no table's name at column " + (table.from() + 1));
        }
        if (WORDS.contains(name)) {
            throw QError.nyi("a select of a select at column " + (table.from() + 1));
        }
        return name;
    }
}
