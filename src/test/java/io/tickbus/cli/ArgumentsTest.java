package io.tickbus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickbus.pipeline.Role;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ArgumentsTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
        dmo                              | tickbus: unknown command dmo; did you mean demo?
        stauts                           | tickbus: unknown command stauts; did you mean status?
        log cta f                        | tickbus log: unknown command cta; did you mean cat?
        kafka                            | tickbus: unknown command kafka; there are demo, run, tickerplant, send, tail, query, q, status, top, check, decode, log, password, token, version, help
        help dmo                         | tickbus: unknown command dmo; did you mean demo?
        demo --subscriber 3              | tickbus demo: unknown option --subscriber; did you mean --subscribers?
        demo extra                       | tickbus demo: unexpected argument extra
        demo --subscribers               | tickbus demo: missing required parameter for option '--subscribers' (N)
        demo --subscribers x             | tickbus demo: invalid value for option '--subscribers': 'x' is not an int
        demo --subscribers 0             | tickbus demo: --subscribers is 0; 1 to 1000 expected
        demo --messages 10000001         | tickbus demo: --messages is 10000001; 1 to 10000000 expected
        demo --timeout 0                 | tickbus demo: --timeout is 0; 1 to 3600 expected
        demo --threading fibre           | tickbus demo: invalid value for option '--threading': 'fibre' is neither platform nor virtual
        demo --user ann                  | tickbus demo: --user, --password, --password-env and --password-file need --q
        demo --q :1 --user a:b           | tickbus demo: --user: a user name cannot contain a colon, which ends the name in q's handshake
        demo --q :1 --password-env NO_1  | tickbus demo: --password-env: the environment variable NO_1 is not set
        demo --q :1 --password-file no/1 | tickbus demo: --password-file: cannot read no/1 as UTF-8 text
        demo --q :1 --password-env A --password-file B | tickbus demo: --password-env and --password-file cannot be combined
        run tabel                        | tickbus run: unexpected argument tabel; did you mean table?
        run everything                   | tickbus run: unexpected argument everything; ROLE is one of tickerplant, subscriber, table, gateway, web
        run --instances 0                | tickbus run: --instances is 0; 1 to 1000 expected
        run --cluster-host 127.0.0.1     | tickbus run: --cluster-host needs --cluster
        run --members a                  | tickbus run: --members needs --cluster
        run --cluster --members a:b:c    | tickbus run: --members: expected a host or host:port, found "a:b:c"
        run --log-format xml             | tickbus run: invalid value for option '--log-format': 'xml' is neither text nor json
        run --log-level io.tickbus=LOUD  | tickbus run: invalid value for option '--log-level' ([LOGGER=]LEVEL): unknown level "LOUD"; there are [OFF, ERROR, WARN, INFO, DEBUG, TRACE]
        run --log-level a..b=INFO        | tickbus run: invalid value for option '--log-level' ([LOGGER=]LEVEL): not a logger name: "a..b"; expected a name such as io.tickbus.subscriber, or ROOT
        q 5010                           | tickbus q: invalid value for positional parameter at index 0 (HOST:PORT): '5010' is not HOST:PORT, with a port from 1 to 65535
        q :1 a b                         | tickbus q: unexpected argument b
        q :1 --timeout 0                 | tickbus q: --timeout is 0; 1 to 86400 expected
        q :1 --password                  | tickbus q: --password: there is no terminal to ask on; see --password-env and --password-file
        q :1 --password --password-env A | tickbus q: --password cannot be combined with --password-env and --password-file
        status --members 1:2:3           | tickbus status: --members: expected a host or host:port, found "1:2:3"
        status --web :1 --cluster        | tickbus status: --web cannot be combined with --cluster: the first asks one node, the second a cluster
        query note --user a --members b  | tickbus query: --user cannot be combined with --members: the first asks one node, the second a cluster
        tail note --tls --cluster-host a | tickbus tail: --tls cannot be combined with --cluster-host: the first asks one node, the second a cluster
        send note {} --gateway 5012      | tickbus send: invalid value for option '--gateway': '5012' is not HOST:PORT, with a port from 1 to 65535
        send note {} --gateway :1 --user a:b | tickbus send: --user: a user name cannot contain a colon, which ends the name in q's handshake
        send note                        | tickbus send: expected rows: one of JSON and --file
        send note {} --file -            | tickbus send: expected rows: one of JSON and --file
        send note [1]                    | tickbus send: expected a JSON object or an array of JSON objects
        send note {                      | tickbus send: no JSON: Unexpected end-of-input: expected close marker for Object
        tail note --from noon            | tickbus tail: --from: expected an offset, beginning or now, found "noon"
        tail note --from beginning       | tickbus tail: --from beginning needs --cluster: a gateway publishes only rows that arrive from now on
        tail note --rows 0               | tickbus tail: --rows is 0; at least 1 expected
        query note --last 1 --count      | tickbus query: --last, --first and --count cannot be combined
        query note --first 0             | tickbus query: --first is 0; at least 1 expected
        query note --where sym           | tickbus query: --where: expected COLUMN=VALUE, found "sym"
        tickerplant --port 99999         | tickbus tickerplant: --port: 99999 is out of range: 0 to 65535
        tickerplant --batch-ms -1        | tickbus tickerplant: --batch-ms: -1 is out of range: 0 to 60000
        tickerplant --rate 0 --symbols 0 | tickbus tickerplant: --rate: 0 is out of range: 1 to 10000000; --symbols: 0 is out of range: 1 to 100000
        tickerplant --feed-csv t.csv     | tickbus tickerplant: --feed-csv and --table need each other
        tickerplant --no-feed --rate 5   | tickbus tickerplant: --no-feed cannot be combined with --rate, --seed or --symbols
        tickerplant --feed-csv t.csv --table t --seed 1 | tickbus tickerplant: --feed-csv cannot be combined with --no-feed, --seed or --symbols
        """)
    void wrongArgumentIsToldInOneLine(String words, String line) {
        CommandLineRun run = CommandLineRun.ofWords(words);

        String command = line.substring(0, line.indexOf(':'));
        assertThat(run.errLines()).containsExactly(line, "Try: " + command + " --help");
        assertThat(run.out()).isEmpty();
        assertThat(run.exitCode()).isEqualTo(2);
    }

    @Test
    void helpOfRunNamesEveryRole() {
        String help = CommandLineRun.of("run", "--help").out();
        for (Role role : Role.values()) {
            assertThat(help).containsPattern("\\b" + role + "\\s+\\(");
        }
    }

    @Test
    void pageOfCommandsHasEveryCommand() throws IOException {
        String page = Files.readString(Path.of("src/site/markdown/commands.md"));
        String commands = CommandLineRun.of("kafka").errLines().get(0).replaceFirst(".* there are ", "");
        for (String command : commands.split(", ", -1)) {
            if (!command.equals("help")) {
                assertThat(page).containsPattern("(?m)^\\| `" + command + "\\b");
            }
        }
    }

    @Test
    void withoutACommandTheHelpIsPrintedToStandardError() {
        CommandLineRun run = CommandLineRun.of();

        assertThat(run.errLines()).startsWith("tickbus: a command is missing").contains("Usage: tickbus [-hV] COMMAND");
        assertThat(run.out()).isEmpty();
        assertThat(run.exitCode()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--help",
                "help",
                "help demo",
                "demo -h",
                "run --help",
                "q --help",
                "query --help",
                "send --help",
                "tail --help",
                "status --help",
                "tickerplant -h",
                "check -h",
                "version -h"
            })
    void helpGoesToStandardOutputAndFitsEightyColumns(String words) {
        CommandLineRun run = CommandLineRun.ofWords(words);

        assertThat(run.out()).startsWith("Usage: tickbus");
        assertThat(run.outLines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
        assertThat(run.err()).isEmpty();
        assertThat(run.exitCode()).isZero();
    }

    @Test
    void helpListsEveryCommandAndEveryExitCode() {
        assertThat(CommandLineRun.of("--help").outLines().stream()
                        .map(line -> line.strip().replaceFirst("[ :].*", "")))
                .contains("demo", "run", "tickerplant", "q", "check", "version", "help")
                .contains("0", "1", "2", "3", "4", "11", "15", "130", "143");
    }

    @ParameterizedTest
    @ValueSource(strings = {"version", "--version", "demo -V"})
    void versionTellsTickbusAndJava(String words) {
        CommandLineRun run = CommandLineRun.ofWords(words);

        assertThat(run.outLines()).hasSize(2);
        assertThat(run.outLines().get(0)).startsWith("tickbus ");
        assertThat(run.outLines().get(1)).startsWith("java " + Runtime.version());
        assertThat(run.exitCode()).isZero();
    }

    @Test
    void emptyPasswordFileIsRefused(@TempDir Path dir) throws IOException {
        Path file = Files.writeString(dir.resolve("password"), "\n");

        CommandLineRun run = CommandLineRun.of("demo", "--q", ":1", "--password-file", file.toString());

        assertThat(run.errLines().get(0)).isEqualTo("tickbus demo: --password-file: " + file + " is empty");
        assertThat(run.exitCode()).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({
        "192.0.2.1,--cluster-host: 192.0.2.1 is no address of this host",
        "no.invalid,--cluster-host: unknown host no.invalid"
    })
    void clusterHostThatIsNotHereIsToldInOneLine(String host, String reason) {
        CommandLineRun run =
                CommandLineRun.of("run", "--conf", "conf/pipeline.yaml", "--cluster", "--cluster-host", host);

        assertThat(run.errLines()).containsExactly("tickbus: " + reason);
        assertThat(run.exitCode()).isEqualTo(11);
    }
}
