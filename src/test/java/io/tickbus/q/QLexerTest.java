package io.tickbus.q;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tickbus.q.QLexer.Kind;
import io.tickbus.q.QLexer.LexerException;
import io.tickbus.q.QLexer.Token;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QLexerTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                ".u.sub[`trade;`] | NAME .u.sub, SIGN [, SYMBOLS `trade, SIGN ;, SYMBOLS `, SIGN ]",
                "a_1.b. x | NAME a_1.b, SIGN ., NAME x",
                "a-1 | NAME a, SIGN -, NUMBER 1",
                "a -1 | NAME a, NUMBER -1",
                "1.5e-3-2 | NUMBER 1.5e-3, SIGN -, NUMBER 2",
                "1e+3 0x1e+2 | NUMBER 1e+3, NUMBER 0x1e, SIGN +, NUMBER 2",
                "2026.01.01D09:30 .5 | NUMBER 2026.01.01D09:30, NUMBER .5",
                "`a`:/b-1`c-1 | SYMBOLS `a`:/b-1`c, SIGN -, NUMBER 1",
                "x<=\"a;\\\"\"<>y<z | NAME x, SIGN <=, STRING \"a;\\\"\", SIGN <>, NAME y, SIGN <, NAME z",
                "{\u00e9} | SIGN {, SIGN \u00e9, SIGN }",
            })
    void textIsSplit(String text, String expected) throws LexerException {
        List<String> tokens = new ArrayList<>();
        for (Token token = QLexer.next(text, 0, false); token.kind() != Kind.END; ) {
            tokens.add(token.kind() + " " + token.in(text));
            boolean isValue = token.kind() != Kind.SIGN || token.in(text).equals("]");
            token = QLexer.next(text, token.end(), isValue);
        }
        assertThat(String.join(", ", tokens)).isEqualTo(expected);
    }

    @Test
    void stringsAndSymbolsAreDecoded() throws LexerException {
        String text = EscapedText.perByte("\"\\n\\t\\r\\\"\\\\\\/\\101\" `a``é");
        Token string = QLexer.next(text, 0, false);
        Token symbols = QLexer.next(text, string.end(), false);

        assertThat(QLexer.string(text, string)).asString().isEqualTo("\n\t\r\"\\/A");
        assertThat(QLexer.symbols(text, symbols)).containsExactly("a", "", "é");
    }

    @Test
    void wrongStringIsRefusedAtItsPlace() throws LexerException {
        assertThatThrownBy(() -> QLexer.next("  \"a\\\"", 0, false))
                .isInstanceOfSatisfying(
                        LexerException.class, wrong -> assertThat(wrong.at()).isEqualTo(2));
        for (String text : List.of("\"a\\q\"", "\"a\\400\"", "\"a\\1\"")) {
            Token string = QLexer.next(text, 0, false);
            assertThatThrownBy(() -> QLexer.string(text, string))
                    .isInstanceOfSatisfying(
                            LexerException.class,
                            wrong -> assertThat(wrong.at()).isEqualTo(2))
                    .hasMessageStartingWith("an escape that is none of");
        }
    }
}
