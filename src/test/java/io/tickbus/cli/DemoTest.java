package io.tickbus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoTest {
    private static final String SECONDS = "\\d+\\.\\d\\d s";

    private static CommandLineRun demo(FlawedQ q, String more) {
        return CommandLineRun.ofWords("demo --q " + q.address() + " --subscribers 2 --messages 5 " + more);
    }

    @Test
    void tableIsPrintedBeforeAndAfterAsQPrintsIt() {
        CommandLineRun run = CommandLineRun.ofWords("demo --subscribers 3 --messages 40");

        List<String> lines = run.outLines();
        assertThat(run.err()).isEmpty();
        assertThat(lines).hasSize(1 + 2 + 10 + 1 + 2 + 20 + 1 + 1);
        assertThat(lines.get(0)).isEqualTo("===== Initial Table =====");
        assertThat(lines.get(1)).matches("a +b *");
        assertThat(lines.get(2)).matches("-+");
        assertThat(lines.subList(3, 13)).allMatch(line -> line.matches("\\d+ +\\d+ *"));
        assertThat(lines.get(13)).isEqualTo("===== Final Table =====");
        assertThat(lines.get(14)).matches("a +b *");
        assertThat(lines.subList(16, 36)).allMatch(line -> line.matches("\\d+ +\\d+ *"));
        assertThat(squeezed(lines.subList(16, 26))).isEqualTo(squeezed(lines.subList(3, 13)));
        assertThat(lines.get(36)).isEqualTo("..");
        assertThat(lines.get(37))
                .matches("130 rows: 10 initial \\+ 3 subscribers x 40 messages; 0 rejected; " + SECONDS);
        assertThat(run.exitCode()).isZero();
    }

    /** Without the blanks that a wider column below may need. */
    private static List<String> squeezed(List<String> rows) {
        return rows.stream().map(row -> row.replaceAll(" +", " ").strip()).toList();
    }

    @Test
    void messageThatIsNotTwoLongsIsRejected() throws Exception {
        try (FlawedQ q = new FlawedQ(FlawedQ.Flaw.SHORT_MESSAGE, Map.of())) {
            CommandLineRun run = demo(q, "");

            assertThat(run.outLines().get(run.outLines().size() - 1))
                    .matches("18 rows: 10 initial \\+ 2 subscribers x 5 messages; 2 rejected; " + SECONDS);
            assertThat(run.errLines())
                    .singleElement()
                    .asString()
                    .startsWith("tickbus: the first message rejected: demo-");
            assertThat(run.exitCode()).isZero();
        }
    }

    @Test
    void rowsThatDoNotComeAreCountedWhenTheTimeoutIsOver() throws Exception {
        try (FlawedQ q = new FlawedQ(FlawedQ.Flaw.LOST_MESSAGE, Map.of())) {
            CommandLineRun run = demo(q, "--timeout 2");

            assertThat(run.errLines()).containsExactly("tickbus: 18 of 20 rows (0 messages rejected) within --timeout");
            assertThat(run.out()).doesNotContain("Final Table");
            assertThat(run.exitCode()).isEqualTo(1);
        }
    }

    @Test
    void qThatDiesInTheMiddleIsToldInOneLine() throws Exception {
        try (FlawedQ q = new FlawedQ(FlawedQ.Flaw.DIES, Map.of())) {
            CommandLineRun run = demo(q, "");

            assertThat(run.errLines()).singleElement().asString().startsWith("tickbus: " + q.address() + ": ");
            assertThat(run.exitCode()).isEqualTo(1);
        }
    }

    @Test
    void wrongPasswordIsToldAsAccessDenied(@TempDir Path dir) throws Exception {
        Path wrong = Files.writeString(dir.resolve("wrong"), "secre");
        try (FlawedQ q = new FlawedQ(FlawedQ.Flaw.NONE, Map.of("ann", "secret"))) {
            CommandLineRun run = demo(q, "--user ann --password-file " + wrong);

            assertThat(run.errLines())
                    .singleElement()
                    .asString()
                    .startsWith("tickbus: " + q.address() + ": access denied");
            assertThat(run.exitCode()).isEqualTo(1);
        }
    }

    @Test
    void rightPasswordLetsEveryConnectionIn(@TempDir Path dir) throws Exception {
        Path right = Files.writeString(dir.resolve("right"), "secret\n");
        try (FlawedQ q = new FlawedQ(FlawedQ.Flaw.NONE, Map.of("ann", "secret"))) {
            CommandLineRun run = demo(q, "--user ann --password-file " + right);

            assertThat(run.err()).isEmpty();
            assertThat(run.out()).contains("20 rows: 10 initial + 2 subscribers x 5 messages; 0 rejected; ");
            assertThat(run.exitCode()).isZero();
        }
    }

    @Test
    void refusedConnectionIsToldInOneLine() throws IOException {
        String address = Peer.closed();

        CommandLineRun run = CommandLineRun.of("demo", "--q", address);

        assertThat(run.errLines()).containsExactly("tickbus: " + address + ": Connection refused");
        assertThat(run.out()).isEmpty();
        assertThat(run.exitCode()).isEqualTo(1);
    }

    @Test
    void peerThatSpeaksNoQIsToldInOneLine() throws IOException {
        try (Peer peer = Peer.saying("HTTP/1.1 400 Bad Request\r\n\r\n")) {
            CommandLineRun run = CommandLineRun.of("demo", "--q", peer.address());

            assertThat(run.errLines())
                    .singleElement()
                    .asString()
                    .startsWith("tickbus: " + peer.address() + ": the reply to .demo.handles:`int$() is not q IPC");
            assertThat(run.exitCode()).isEqualTo(1);
        }
    }

    @Test
    void peerThatSaysNothingIsGivenUpAfterTheTimeout() throws IOException {
        try (Peer peer = Peer.saying("")) {
            CommandLineRun run = CommandLineRun.of("demo", "--q", peer.address(), "--timeout", "1");

            assertThat(run.errLines())
                    .singleElement()
                    .asString()
                    .matches("tickbus: " + peer.address() + ": no answer within \\d+ ms");
            assertThat(run.exitCode()).isEqualTo(1);
        }
    }

    @Test
    void peerThatOnlyShakesHandsIsGivenUpAfterTheTimeout() throws IOException {
        try (Peer peer = Peer.saying("\3")) {
            CommandLineRun run = CommandLineRun.of("demo", "--q", peer.address(), "--timeout", "1");

            assertThat(run.errLines())
                    .containsExactly(
                            "tickbus: " + peer.address() + ": no reply to .demo.handles:`int$() within --timeout");
            assertThat(run.exitCode()).isEqualTo(1);
        }
    }
}
