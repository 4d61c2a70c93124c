package io.tickbus.gateway;

import io.tickbus.publish.Names;
import io.tickbus.q.Atom;
import io.tickbus.q.ByteVector;
import io.tickbus.q.Value;
import java.util.Map;

/** Text as editors and consoles send it: with comments in front, a {@code q)} prompt, a command in place of its call. */
final class ClientText {
    /** Commands that list things, as the calls that do the same. */
    private static final Map<String, String> COMMANDS = Map.of(
            "\\a", "tables[]",
            "\\a .", "tables[]",
            "\\b", "system \"b\"",
            "\\f", "system \"f\"",
            "\\v", "system \"v\"");

    private static final String PROMPT = "q)";

    private ClientText() {}

    /** The request, without what only an editor needs; positions in errors stay those of what was sent. */
    static Value plain(Value request) {
        Value chars = request instanceof Atom atom ? atom.item() : request;
        String text = chars instanceof ByteVector ? Names.of(request) : null;
        if (text == null) {
            return request;
        }
        String command = COMMANDS.get(text.strip());
        if (command != null) {
            return ByteVector.chars(command);
        }
        int start = start(text);
        return start == 0 ? request : ByteVector.chars(" ".repeat(start) + text.substring(start));
    }

    /** Where the text begins behind blanks, lines that are comments, and the prompt. */
    private static int start(String text) {
        int at = 0;
        while (at < text.length()) {
            if (text.charAt(at) == '/') {
                int lineEnd = text.indexOf('\n', at);
                at = lineEnd < 0 ? text.length() : lineEnd + 1;
            } else if (Character.isWhitespace(text.charAt(at))) {
                at++;
            } else {
                break;
            }
        }
        return text.startsWith(PROMPT, at) ? at + PROMPT.length() : at;
    }
}
