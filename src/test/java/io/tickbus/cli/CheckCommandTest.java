package io.tickbus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckCommandTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path dir;

    private Path conf(String yaml) throws IOException {
        return Files.writeString(dir.resolve("pipeline.yaml"), yaml);
    }

    @Test
    void goodConfigurationIsDescribed() throws IOException {
        Path file = conf("""
                tickerplant: {port: 6010}
                subscribers:
                  - {name: some, tables: [trade, quote], syms: [IBM, MSFT]}
                  - {name: every, host: q1, port: 5010}
                  - {name: bare, port: 5001, expression: "feed[]", table: pair, columns: {a: long}}
                tables: {trade: {}, quote: {keys: [sym]}}
                """);

        CommandLineRun run = CommandLineRun.of("check", "--conf", file.toString());

        assertThat(run.outLines())
                .containsExactly(
                        "tickerplant  embedded, 127.0.0.1:6010",
                        "subscriber   some: trade, quote for IBM, MSFT from 127.0.0.1:6010",
                        "subscriber   every: all tables from q1:5010",
                        "subscriber   bare: what feed[] sends, into pair from 127.0.0.1:5001",
                        "table        trade: appended to",
                        "table        quote: keyed by sym",
                        file + " is good");
        assertThat(run.err()).isEmpty();
        assertThat(run.exitCode()).isZero();
    }

    @Test
    void everythingWrongIsListedWithItsLine() throws IOException {
        Path file = conf("""
                tickerplant: {port: 99999}
                subscriber: []
                """);

        CommandLineRun run = CommandLineRun.of("check", "--conf", file.toString());

        assertThat(run.errLines()).hasSize(2);
        assertThat(run.err())
                .contains(file + ":1: tickerplant.port: 99999 is out of range")
                .contains(file + ":2: subscriber: ")
                .contains("did you mean subscribers?");
        assertThat(run.out()).isEmpty();
        assertThat(run.exitCode()).isEqualTo(2);
    }

    @Test
    void missingFileIsToldInOneLine() {
        CommandLineRun run = CommandLineRun.of("check", "--conf", "no/such.yaml");

        assertThat(run.errLines()).containsExactly("no/such.yaml: no such file");
        assertThat(run.exitCode()).isEqualTo(2);
    }

    @Test
    void roleThatTheConfigurationDoesNotDescribeIsRefused() throws IOException {
        Path file = conf("tables: {trade: {}}\n");

        CommandLineRun run = CommandLineRun.of("run", "tickerplant", "subscriber", "--conf", file.toString());

        assertThat(run.errLines())
                .containsExactly(
                        "tickerplant: the role tickerplant needs this section",
                        "subscribers: the role subscriber needs at least one");
        assertThat(run.exitCode()).isEqualTo(2);
    }
}
