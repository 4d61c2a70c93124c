package io.tickbus.cli.q;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tickbus.cli.CommandLineRun;
import io.tickbus.cli.Peer;
import io.tickbus.cli.console.CommandFailure;
import io.tickbus.cli.console.ServerAddress;
import io.tickbus.q.ConsoleText;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class QCommandTest {
    private static CommandLineRun ask(AskedQ q, String... more) {
        List<String> arguments = new ArrayList<>(List.of("q", q.address().toString()));
        arguments.addAll(List.of(more));
        return CommandLineRun.of(arguments.toArray(String[]::new));
    }

    /** With these lines on standard input. */
    private static CommandLineRun pipe(AskedQ q, String... lines) {
        InputStream before = System.in;
        System.setIn(new ByteArrayInputStream(String.join("\n", lines).getBytes(UTF_8)));
        try {
            return ask(q);
        } finally {
            System.setIn(before);
        }
    }

    @Test
    void answerIsPrintedAsQPrintsIt() throws Exception {
        try (AskedQ q = new AskedQ(Map.of())) {
            CommandLineRun run = ask(q, "trade");

            assertThat(run.out()).isEqualTo(ConsoleText.of(AskedQ.TRADE) + System.lineSeparator());
            assertThat(run.err()).isEmpty();
            assertThat(run.exitCode()).isZero();
        }
    }

    @Test
    void whatQSignalsGoesToStandardErrorAndHasAnExitCodeOfItsOwn() throws Exception {
        try (AskedQ q = new AskedQ(Map.of())) {
            CommandLineRun run = ask(q, "cols 1");

            assertThat(run.errLines()).containsExactly("'type");
            assertThat(run.out()).isEmpty();
            assertThat(run.exitCode()).isEqualTo(4);
        }
    }

    @Test
    void queryMayBeginWithAMinus() throws Exception {
        try (AskedQ q = new AskedQ(Map.of())) {
            assertThat(ask(q, "-2", "--timeout", "30").outLines()).containsExactly("-2");
            assertThat(ask(q, "--", "-.5").outLines()).containsExactly("-0.5");
            assertThat(ask(q, "--timeuot", "3").exitCode()).isEqualTo(2);
        }
    }

    @Test
    void refusedConnectionIsToldInOneLine() throws IOException {
        String address = Peer.closed();

        CommandLineRun run = CommandLineRun.of("q", address, "1");

        assertThat(run.errLines()).containsExactly("tickbus: " + address + ": Connection refused");
        assertThat(run.exitCode()).isEqualTo(1);
    }

    @Test
    void peerThatSpeaksNoQIsTold() throws IOException {
        try (Peer peer = Peer.saying("HTTP/1.1 400 Bad Request\r\n\r\n")) {
            CommandLineRun run = CommandLineRun.of("q", peer.address(), "1");

            assertThat(run.errLines())
                    .last()
                    .asString()
                    .startsWith("tickbus: " + peer.address() + ": its bytes are not q IPC; is it a q process? header");
            assertThat(run.exitCode()).isEqualTo(1);
        }
    }

    @Test
    void passwordIsReadFromAFile(@TempDir Path dir) throws Exception {
        Path right = Files.writeString(dir.resolve("right"), "secret\n");
        Path wrong = Files.writeString(dir.resolve("wrong"), "secre");
        try (AskedQ q = new AskedQ(Map.of("ann", "secret"))) {
            assertThat(ask(q, "2", "--user", "ann", "--password-file", right.toString())
                            .outLines())
                    .containsExactly("2");
            assertThat(ask(q, "2", "--user", "ann", "--password-file", wrong.toString())
                            .err())
                    .startsWith("tickbus: " + q.address() + ": access denied")
                    .contains("; see --user and --password-env");
        }
    }

    @Test
    void withoutANodeItSaysHowToHaveOne() {
        CommandFailure refused = new CommandFailure(1, "127.0.0.1:5012: Connection refused");

        assertThat(QCommand.explained(new ServerAddress("127.0.0.1", 5012), refused))
                .hasMessage(
                        "127.0.0.1:5012: Connection refused; tickbus run starts a node with the section gateway there,"
                                + " tickbus q HOST:PORT asks another q");
        assertThat(QCommand.explained(new ServerAddress("127.0.0.1", 5010), refused))
                .isSameAs(refused);
    }

    @Test
    void linesOfStandardInputAreAnsweredOneByOneAndTheFirstErrorCounts() throws Exception {
        try (AskedQ q = new AskedQ(Map.of())) {
            CommandLineRun run = pipe(q, "1", "", "cols 1", "nothing", "tables[]", "\\q", "3");

            assertThat(run.outLines()).containsExactly("1", "`quote`trade");
            assertThat(run.errLines()).containsExactly("'type");
            assertThat(run.exitCode()).isEqualTo(4);
        }
    }

    @Test
    void consoleHasTheSizeThatItIsGiven() throws Exception {
        try (AskedQ q = new AskedQ(Map.of())) {
            CommandLineRun run = pipe(q, "\\c", "\\c 12 10", "\\c", "trade");

            assertThat(run.outLines()).startsWith("25 80i", "12 10i", "price s..");
            assertThat(run.outLines()).hasSize(2 + 10);
        }
    }

    @Test
    void timingIsAWholeNumberAndAQuestionMarkTellsWhatThereIs() throws Exception {
        try (AskedQ q = new AskedQ(Map.of())) {
            CommandLineRun run = pipe(q, "\\t trade", "\\?");

            assertThat(run.outLines()).first().asString().matches("\\d+");
            assertThat(run.outLines().subList(1, run.outLines().size())).isEqualTo(QShell.HELP);
            assertThat(QShell.HELP).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
        }
    }

    @Test
    void timersPeriodIsForQ() throws Exception {
        try (AskedQ q = new AskedQ(Map.of())) {
            CommandLineRun run = ask(q, "\\t 100");

            assertThat(run.out()).isEmpty();
            assertThat(run.exitCode()).isEqualTo(4); // this q has no commands
        }
    }

    @Test
    void pushedMessagesAreCountedAndNotTakenForTheAnswer() throws Exception {
        try (AskedQ q = new AskedQ(Map.of())) {
            CommandLineRun run = pipe(q, "push[]", "2");

            assertThat(run.outLines()).containsExactly("7", "2");
            assertThat(run.errLines()).containsExactly("tickbus: q pushed 3 messages meanwhile; the last: \"who?\"");
            assertThat(run.exitCode()).isZero();
        }
    }

    @Test
    void lostConnectionIsToldAndTheNextQueryConnectsAgain() throws Exception {
        try (AskedQ q = new AskedQ(Map.of())) {
            CommandLineRun run = pipe(q, "die[]", "2");

            assertThat(run.outLines()).containsExactly("2");
            assertThat(run.errLines()).hasSize(2);
            assertThat(run.errLines().get(1))
                    .isEqualTo(run.errLines().get(0) + "; connecting again")
                    .startsWith("tickbus: " + q.address() + ": ");
            assertThat(run.exitCode()).isEqualTo(1);
        }
    }

    @Test
    void answerThatDoesNotComeIsGivenUpAfterTheTimeout() throws Exception {
        try (AskedQ q = new AskedQ(Map.of())) {
            CommandLineRun run = ask(q, "later[]", "--timeout", "1");

            assertThat(run.errLines())
                    .containsExactly(
                            "tickbus: " + q.address() + ": no answer within 1000 ms; the connection was closed");
            assertThat(run.exitCode()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            select from t where time>0D09:30 | true
            -5#trade                         | true
            tables[]                         | true
            `trade                           | true
            (1;2)                            | true
            trade                            | true
            .z.p                             | true
            1+1                              | true
            localhost:5012                   | false
            :5012                            | false
            [::1]:5012                       | false
            5012                             | false
            """)
    void queryCanStandWhereTheAddressIsLeftOut(String text, boolean isQuery) {
        assertThat(QCommand.isQuery(text)).isEqualTo(isQuery);
    }
}
