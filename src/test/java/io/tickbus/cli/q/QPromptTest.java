package io.tickbus.cli.q;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jline.terminal.Terminal;
import org.jline.terminal.impl.DumbTerminal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class QPromptTest {
    private static final String PREVIOUS = "\u0010"; // Ctrl-P, as the arrow that points up

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path dir;

    /** Returns the output for typed keys. The input ends after the keys, as with Ctrl-D. */
    private List<String> type(AskedQ q, String keys) throws Exception {
        StringWriter printed = new StringWriter();
        PrintWriter out = new PrintWriter(printed, true);
        ByteArrayInputStream in = new ByteArrayInputStream(keys.getBytes(UTF_8));
        try (Terminal terminal = new DumbTerminal("test", "ansi", in, new ByteArrayOutputStream(), UTF_8);
                QSession session = new QSession(q.address(), "", null, false, 10_000, 0)) {
            QShell shell = new QShell(session, out, out, () -> ConsoleSize.of(terminal));
            new QPrompt(terminal, session, shell, out, QHistory.file(dir.toString(), dir)).run();
        }
        return printed.toString().lines().toList();
    }

    @Test
    void tablesAndTheirColumnsAreCompleted() throws Exception {
        try (AskedQ q = new AskedQ(Map.of())) {
            assertThat(type(q, "cols tr\t\r")).containsExactly("`price`size");
            assertThat(type(q, "pri\t\r")).containsExactly("'nyi: price");
            assertThat(type(q, "bi\t trade\r")).as("of all tables").containsExactly("'nyi: bid");
            assertThat(type(q, "trade bi\t\r")).as("of the tables named").containsExactly("'nyi: trade");
            assertThat(type(q, "cols`tr\t\r")).containsExactly("'type");
        }
    }

    @Test
    void historyOutlivesThePrompt() throws Exception {
        try (AskedQ q = new AskedQ(Map.of())) {
            assertThat(type(q, "12\r")).containsExactly("12");

            assertThat(type(q, PREVIOUS + "3\r")).containsExactly("123");
        }
    }

    @Test
    void passwordsAreNotKept() throws Exception {
        try (AskedQ q = new AskedQ(Map.of())) {
            type(q, "hopen`:host:5010:ann:secret\r hidden\rhopen`:host:5010\r");

            Path file = QHistory.file(dir.toString(), dir);
            assertThat(Files.readString(file)).contains("hopen`:host:5010").doesNotContain("secret", "hidden");
            assertThat(Files.getPosixFilePermissions(file)).hasSize(2);
        }
    }

    @Test
    void exclamationMarksAndBackslashesReachQAsTheyAre() throws Exception {
        try (AskedQ q = new AskedQ(Map.of())) {
            assertThat(type(q, "\"a!b\\\\c\"\r")).containsExactly("\"a!b\\\\c\"");
        }
    }

    @Test
    void unreachableQIsToldAndThePromptGoesOn() throws Exception {
        AskedQ q = new AskedQ(Map.of());
        try (q) {
            assertThat(type(q, "die[]\r2\r\\q\r3\r")).hasSize(3).endsWith("2");
        }
    }
}
