package io.tickbus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
                tickerplant: {port: 6010, logDir: data/log}
                subscribers:
                  - {name: some, tables: [trade, quote], syms: [IBM, MSFT]}
                  - {name: every, host: q1, port: 5010}
                  - {name: bare, port: 5001, expression: "feed[]", table: pair, columns: {a: long}}
                tables: {trade: {}, quote: {keys: [sym]}}
                store: {tableBytesMax: 50_000_000}
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
                        "memory       at most 50.0 MB for tables (store.tableBytesMax), then the oldest rows leave",
                        "memory       not known for trade (no retentionRowsMax), quote (number of keys not limited)",
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
    void rightsOfGroupsThatDoNotExistAreListedWithTheirLine() throws IOException {
        Path secret = Files.writeString(dir.resolve("secret"), "secret");
        Path file = conf("""
                users: conf/users
                tickerplant: {port: 6010}
                web:
                  openid:
                    issuer: https://login.example.com
                    clientId: tickbus
                    clientSecret: {file: %s}
                    callback: https://ticks.example.com/login/openid/callback
                    rights:
                      traders: "read=trade"
                      guests: "look"
                      ops: "read,read=trade"
                """.formatted(secret));

        CommandLineRun run = CommandLineRun.of("check", "--conf", file.toString());

        assertThat(run.errLines())
                .containsExactly(
                        file + ":11: web.openid.rights.guests: \"look\" is no right; expected read, append, admin",
                        file + ":12: web.openid.rights.ops: the right read is given twice, and once for all tables");
        assertThat(run.exitCode()).isEqualTo(2);
    }

    @Test
    void memoryIsComputedFromTypesAndRetention() throws IOException {
        Path file = conf("""
                tables:
                  trade:
                    columns: {time: timespan, sym: symbol, price: float, size: long}
                    retentionRowsMax: 2_000_000
                    segmentRows: 100_000
                  quote: {columns: {sym: symbol, bid: float}, retentionRowsMax: 1, segmentRows: 10_000}
                store: {tableBytesMax: 60_000_000, tableBytesPolicy: pause}
                """);

        CommandLineRun run = CommandLineRun.of("check", "--conf", file.toString());

        assertThat(run.outLines())
                .contains(
                        "memory       at most 60.0 MB for tables (store.tableBytesMax), then reading pauses",
                        "memory       59.0 MB for trade 58.8 MB, quote 0.2 MB"); // 21 and 2 segments
        assertThat(run.err()).isEmpty();
    }

    @Test
    void memoryThatCannotSufficeIsWarnedOf() throws IOException {
        Path file = conf("""
                tables:
                  trade:
                    columns: {time: timespan, sym: symbol, price: float, size: long}
                    retentionRowsMax: 2_000_000
                    segmentRows: 100_000
                  wide: {columns: {a: guid}, segmentRows: 1_000_000}
                store: {tableBytesMax: 10_000_000}
                """);

        CommandLineRun run = CommandLineRun.of("check", "--conf", file.toString());

        assertThat(run.errLines())
                .containsExactly(
                        "warning: " + file
                                + ": tables.wide.segmentRows: one segment of 1000000 rows takes 16.0 MB, more than"
                                + " store.tableBytesMax, 10.0 MB; the table cannot be filled up",
                        "warning: " + file + ": store.tableBytesMax: 10.0 MB is less than the 58.8 MB of trade 58.8 MB;"
                                + " their oldest rows will leave early: lower retentionRowsMax, or raise it, with the heap"
                                + " (-Xmx)");
        assertThat(run.exitCode()).isZero();
    }

    @Test
    void limitThatTheHeapCannotHoldIsWarnedOf() throws IOException {
        Path file = conf("{tables: {trade: {}}, store: {tableBytesMax: " + Long.MAX_VALUE + "}}");

        CommandLineRun run = CommandLineRun.of("check", "--conf", file.toString());

        assertThat(run.errLines()).singleElement().asString().contains("is more than 80 % of the heap");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        {port: 6010}                  | {name: main}                                  | tickerplant.logDir: a takeover will lose rows: the tickerplant writes no log; give it a directory
        {port: 6010}                  | {name: main, host: localhost, port: 6010}     | tickerplant.logDir: a takeover will lose rows: the tickerplant writes no log; give it a directory
        {port: 6010, host: 0.0.0.0, open: true} | {name: main}                                  | tickerplant.logDir: a takeover will lose rows: the tickerplant writes no log; give it a directory
        {port: 6010, logDir: log}     | {name: main, replay: none}                    | subscribers.main.replay: a takeover will lose rows: it reads no log; choose file or ipc
        """)
    void takeoverThatWillLoseRowsIsWarnedOf(String tickerplant, String subscriber, String warning) throws IOException {
        Path file = conf("{tickerplant: " + tickerplant + ", subscribers: [" + subscriber + "]}");

        CommandLineRun run = CommandLineRun.of("check", "--conf", file.toString());

        assertThat(run.errLines()).containsExactly("warning: " + file + ": " + warning);
        assertThat(run.exitCode()).isZero();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        {port: 6010, logDir: log} | {name: main}
        {port: 6010}              | {name: main, port: 6011}
        {port: 6010}              | {name: main, host: tp.example.com, port: 6010}
        """)
    void takeoverThatFindsTheRowsInALogIsNotWarnedOf(String tickerplant, String subscriber) throws IOException {
        Path file = conf("{tickerplant: " + tickerplant + ", subscribers: [" + subscriber + "]}");

        assertThat(CommandLineRun.of("check", "--conf", file.toString()).err()).isEmpty();
    }

    @Test
    void exampleKeepsItsPromises() {
        CommandLineRun run = CommandLineRun.of("check", "--conf", "conf/pipeline.yaml");

        assertThat(run.err()).isEmpty();
        assertThat(run.outLines()).contains("gateway      127.0.0.1:5012, for all clients");
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
                        file + ": tickerplant: the role tickerplant needs this section",
                        file + ": subscribers: the role subscriber needs at least one");
        assertThat(run.exitCode()).isEqualTo(2);
    }

    @Test
    void instancesWithoutSymsAreToldWithTheirLine() throws IOException {
        Path file = conf("tickerplant: {port: 6010}\nsubscribers:\n  - {name: main, tables: [trade]}\n");

        assertThat(CommandLineRun.of("run", "--instances", "2", "--conf", file.toString())
                        .errLines())
                .containsExactly(
                        file + ":3: subscribers[0].syms: required with --instances 2, which splits them between"
                                + " connections");
    }

    @Test
    void listInPlaceOfTheTablesIsToldOnce() throws IOException {
        Path file = conf("tables: [trade]\n");

        assertThat(CommandLineRun.of("check", "--conf", file.toString()).errLines())
                .containsExactly(file + ":1: tables: expected a map of keys, found a list");
    }

    @Test
    void fileInPlaceOfADirectoryIsToldWithItsKey() throws IOException {
        Path afile = Files.writeString(dir.resolve("afile"), "");
        Path file = conf("""
                tickerplant: {port: 6010, logDir: %1$s}
                gateway: {logDir: %1$s/below}
                store: {archiveDir: %1$s}
                tables: {note: {columns: {n: long}, journal: %1$s}}
                """.formatted(afile));

        CommandLineRun run = CommandLineRun.of("check", "--conf", file.toString());

        String problem = ": " + afile + " is a file; a directory expected";
        assertThat(run.errLines())
                .containsExactlyInAnyOrder(
                        file + ":1: tickerplant.logDir" + problem,
                        file + ":2: gateway.logDir" + problem,
                        file + ":3: store.archiveDir" + problem,
                        file + ":4: tables.note.journal" + problem);
        assertThat(run.exitCode()).isEqualTo(2);
    }

    @Test
    void whatTheEmbeddedTickerplantDoesNotHaveIsWrong() throws IOException {
        Path file = conf("""
                tickerplant: {port: 6010, feed: {kind: csv, file: no/such.csv, table: pair}}
                subscribers:
                  - {name: main, tables: [trade, pair]}
                  - {name: more, tables: [nope]}
                  - {name: other, port: 6011, tables: [nope]}
                """);

        CommandLineRun run = CommandLineRun.of("check", "--conf", file.toString());

        assertThat(run.errLines())
                .containsExactly(
                        file + ":1: tickerplant.feed.file: no/such.csv: the file does not exist or cannot be read",
                        file + ":4: subscribers[1].tables: the embedded tickerplant has no table nope; there are trade,"
                                + " quote, pair");
        assertThat(run.exitCode()).isEqualTo(2);
    }
}
