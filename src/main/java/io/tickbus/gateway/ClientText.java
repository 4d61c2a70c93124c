package io.tickbus.gateway;

import io.tickbus.publish.ClientNames;
import io.tickbus.q.Atom;
import io.tickbus.q.ByteVector;
import io.tickbus.q.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Cleans the text that editors and consoles send. The text can have comments, a {@code q)} prompt, or a console command
 * instead of a call. {@link GatewayCalls} and {@link VsCodeRequests} use this class. Stateless and thread-safe.
 */
final class ClientText {
    /** The console commands of q that list names, each with the equivalent call. */
    private static final Map<String, String> COMMANDS = Map.of(
            "\\a", "tables[]",
            "\\a .", "tables[]",
            "\\b", "system \"b\"",
            "\\f", "system \"f\"",
            "\\v", "system \"v\"");

    private static final String PROMPT = "q)";

    private ClientText() {}

    /**
     * Returns the request without comments and prompt. A console command becomes the equivalent call. Removed
     * characters become blanks. The columns in errors therefore count the characters of the sent text.
     */
    static Value plain(Value request) {
        Value chars = request instanceof Atom atom ? atom.item() : request;
        String text = chars instanceof ByteVector ? ClientNames.of(request) : null;
        if (text == null) {
            return request;
        }
        String command = COMMANDS.get(text.strip());
        if (command != null) {
            return ByteVector.chars(command);
        }
        String bare = uncommented(text);
        int start = start(bare);
        return start == 0 && bare.equals(text) ? request : ByteVector.chars(" ".repeat(start) + bare.substring(start));
    }

    /**
     * Returns the expressions of a script, one for each line. A line that begins with a blank continues the previous
     * expression. A semicolon at the end of an expression is removed, so that VS Code shows the value.
     */
    static List<String> expressions(String code) {
        List<String> expressions = new ArrayList<>();
        boolean commented = false;
        for (String line : uncommented(code).split("\n", -1)) {
            String bare = line.strip();
            if (commented || bare.equals("/")) {
                commented = !line.stripTrailing().equals("\\");
            } else if (!bare.isEmpty()) {
                int last = expressions.size() - 1;
                if (Character.isWhitespace(line.charAt(0)) && last >= 0) {
                    expressions.set(last, expressions.get(last) + "\n" + line);
                } else {
                    expressions.add(line);
                }
            }
        }
        return expressions.stream()
                .map(expression -> expression.replaceAll("[;\\s]++$", ""))
                .toList();
    }

    /**
     * Replaces comments by blanks. A comment starts with a slash, at the start of a line or after a blank. The comment
     * ends at the end of the line.
     */
    private static String uncommented(String text) {
        if (text.indexOf('/') < 0) {
            return text;
        }
        StringBuilder bare = new StringBuilder(text);
        boolean isString = false;
        for (int at = 0; at < text.length(); at++) {
            char next = text.charAt(at);
            if (next == '\\' && isString) {
                at++;
            } else if (next == '"') {
                isString = !isString;
            } else if (next == '/' && !isString && (at == 0 || Character.isWhitespace(text.charAt(at - 1)))) {
                for (; at < text.length() && text.charAt(at) != '\n'; at++) {
                    bare.setCharAt(at, ' ');
                }
            }
        }
        return bare.toString();
    }

    /** Returns the index of the first character after leading blanks and the prompt. */
    private static int start(String text) {
        int at = 0;
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        return text.startsWith(PROMPT, at) ? at + PROMPT.length() : at;
    }
}
