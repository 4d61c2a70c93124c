package io.tickbus.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands as their users have them. */
class CommandsIT {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path dir;

    private Path conf(int tickerplantPort) throws IOException {
        return Files.writeString(dir.resolve("pipeline.yaml"), """
                tickerplant: {port: %d}
                subscribers: [{name: main, tables: [trade, quote]}]
                tables: {quote: {keys: [sym]}}
                status: {everyMs: 100}
                """.formatted(tickerplantPort));
    }

    private static String last(List<String> lines) {
        return lines.get(lines.size() - 1);
    }

    @Test
    void demoPrintsItsTablesAndNothingElse() throws Exception {
        try (Program demo = Program.tickbus(dir, "demo")) {
            assertThat(demo.exitCode()).isZero();
            assertThat(demo.errLines()).isEmpty();
            assertThat(demo.outLines()).hasSize(38);
            assertThat(last(demo.outLines()))
                    .matches("20010 rows: 10 initial \\+ 20 subscribers x 1000 messages; 0 rejected; \\d+\\.\\d\\d s");
        }
    }

    /** Even root makes no file in the directory that the system shows its processes in. */
    @Test
    void demoNeedsNoDirectoryForTemporaryFiles() throws Exception {
        Path readOnly = Path.of("/proc");
        assumeThat(readOnly.resolve("self")).exists();
        List<String> options = List.of("-Djava.io.tmpdir=" + readOnly);
        try (Program demo = Program.tickbus(options, dir, "demo", "--subscribers", "1", "--messages", "1")) {
            assertThat(demo.exitCode()).isZero();
            assertThat(demo.errLines()).isEmpty();
            assertThat(last(demo.outLines())).startsWith("11 rows: ");
        }
    }

    @Test
    void demoEndsInOrderWhenItIsToldToInTheMiddle() throws Exception {
        try (Program demo =
                Program.tickbus(dir, "demo", "--subscribers", "50", "--messages", "10000000", "--timeout", "3600")) {
            demo.awaitOut("Initial Table");

            // Netty may warn of a connection that comes as the server closes: that is not out of order.
            assertThat(demo.terminate().exitCode()).isEqualTo(143);
            assertThat(demo.errLines()).noneMatch(line -> line.contains("blocked") || line.contains("Unhandled"));
        }
    }

    @Test
    void demoIsRefusedByAQThatKnowsNoDefinitions() throws Exception {
        try (Program tickerplant = Program.tickbus(dir, "tickerplant", "--port", "0")) {
            String address = tickerplant.awaitOut("tickerplant on (\\S+);").group(1);
            try (Program demo = Program.tickbus(dir, "demo", "--q", address)) {
                assertThat(demo.exitCode()).isEqualTo(1);
                assertThat(demo.errLines())
                        .singleElement()
                        .asString()
                        .startsWith("tickbus: " + address + ": .demo.handles:`int$() was refused: 'nyi");
            }
            assertThat(tickerplant.terminate().exitCode()).isEqualTo(143);
        }
    }

    @Test
    void runTakesRowsUntilItIsToldToEnd() throws Exception {
        try (Program run = Program.tickbus(dir, "run", "--conf", conf(0).toString())) {
            run.awaitOut("^rows [1-9].* subscribers 1 of 1 live, rejected 0$");

            assertThat(run.terminate().exitCode()).isEqualTo(143);
            assertThat(last(run.errLines())).endsWith("ended in order, every q thread ended");
            assertThat(run.outLines()).allMatch(line -> line.startsWith("rows "));
        }
    }

    @Test
    void runIsToldThatTheTickerplantsPortIsInUse() throws Exception {
        try (Peer peer = Peer.saying("");
                Program run =
                        Program.tickbus(dir, "run", "--conf", conf(peer.port()).toString())) {
            assertThat(run.exitCode()).isEqualTo(15);
            assertThat(last(run.errLines()))
                    .isEqualTo("tickbus: tickerplant.port: cannot listen on " + peer.address()
                            + ": address already in use");
            assertThat(run.errLines()).noneMatch(line -> line.startsWith("\tat "));
        }
    }

    @Test
    void runSaysWhyASubscriberIsNotLive() throws Exception {
        String address = Peer.closed();
        Path file = Files.writeString(
                dir.resolve("pipeline.yaml"),
                "subscribers: [{name: main, port: " + address.replaceFirst(".*:", "") + "}]\nstatus: {everyMs: 100}\n");
        try (Program run = Program.tickbus(dir, "run", "--conf", file.toString())) {
            run.awaitOut("subscribers 0 of 1 live, rejected 0; main BACKING_OFF " + address + ": Connection refused");

            assertThat(run.terminate().exitCode()).isEqualTo(143);
        }
    }

    @Test
    void configurationOfTheHomeIsFoundFromAnyDirectory() throws Exception {
        try (Program check = Program.tickbus(dir, "check")) {
            assertThat(check.exitCode()).isZero();
            assertThat(last(check.outLines()))
                    .isEqualTo(Path.of("conf", "pipeline.yaml").toAbsolutePath() + " is good");
        }
    }
}
