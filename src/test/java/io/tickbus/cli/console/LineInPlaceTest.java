package io.tickbus.cli.console;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import org.junit.jupiter.api.Test;

class LineInPlaceTest {
    private static final String CLEAR = "\r\u001B[K";

    private final ByteArrayOutputStream screen = new ByteArrayOutputStream();
    private final LineInPlace line = new LineInPlace(new PrintWriter(screen, true, UTF_8));
    private final PrintStream log = line.around(new PrintStream(screen, true, UTF_8));

    private static String shown(String text) {
        return CLEAR + "\u001B[?7l" + text + " \u001B[?7h";
    }

    private String screen() {
        return screen.toString(UTF_8);
    }

    @Test
    void lineIsWrittenOverTheOneBefore() {
        line.show("rows 1");
        line.show("rows 2");

        assertThat(screen()).isEqualTo(shown("rows 1") + shown("rows 2"));
    }

    @Test
    void logLineComesToStandAboveTheLine() {
        line.show("rows 1");
        log.writeBytes("refused\n".getBytes(UTF_8));

        assertThat(screen()).isEqualTo(shown("rows 1") + CLEAR + "refused\n" + shown("rows 1"));
    }

    @Test
    void logIsLeftAloneBeforeTheFirstLineAndAfterTheEnd() {
        log.writeBytes("first\n".getBytes(UTF_8));
        line.show("rows 1");
        line.close();
        log.writeBytes("last\n".getBytes(UTF_8));

        assertThat(screen()).isEqualTo("first\n" + shown("rows 1") + System.lineSeparator() + "last\n");
    }

    @Test
    void endIsForGood() {
        line.show("rows 1");
        line.close();
        line.close();
        line.show("rows 2");

        assertThat(screen()).isEqualTo(shown("rows 1") + System.lineSeparator());
    }
}
