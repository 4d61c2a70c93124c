package io.tickbus.client;

import io.tickbus.event.Failure;
import io.tickbus.q.EscapedText;
import io.tickbus.q.QLexer;
import io.tickbus.q.QLexer.Kind;
import io.tickbus.q.QLexer.LexerException;
import io.tickbus.q.QLexer.Token;

/**
 * Finds the name of the table in a {@code select}. The client needs the name for the address of the request. The owner
 * checks the rest of the text.
 */
final class SelectedTable {
    private SelectedTable() {}

    /**
     * Returns the name behind the first {@code from} that is not in parentheses.
     *
     * @throws io.vertx.core.eventbus.ReplyException {@link Failure#BAD_REQUEST} if the text has no such name
     */
    static String of(String query) {
        String text = EscapedText.perByte(query);
        try {
            int depth = 0;
            boolean isBehindFrom = false;
            Token token = QLexer.next(text, 0, false);
            while (token.kind() != Kind.END) {
                String written = token.in(text);
                if (isBehindFrom && token.kind() == Kind.NAME) {
                    return written;
                }
                depth += token.kind() == Kind.SIGN ? depthChange(written) : 0;
                isBehindFrom = depth == 0 && token.kind() == Kind.NAME && written.equals("from");
                token = QLexer.next(text, token.end(), false);
            }
        } catch (LexerException wrong) {
            throw Failure.BAD_REQUEST.because("parse: column " + (wrong.at() + 1) + ": " + wrong.reason());
        }
        throw Failure.BAD_REQUEST.because(
                "parse: no table behind from in \"" + query + "\"; select ... from table expected");
    }

    private static int depthChange(String sign) {
        return switch (sign) {
            case "(", "[", "{" -> 1;
            case ")", "]", "}" -> -1;
            default -> 0;
        };
    }
}
