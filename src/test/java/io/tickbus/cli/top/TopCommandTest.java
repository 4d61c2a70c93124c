package io.tickbus.cli.top;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tickbus.cli.CommandLineRun;
import io.tickbus.cli.Peer;
import io.tickbus.cli.console.ServerAddress;
import io.tickbus.config.StoreConfig;
import io.tickbus.config.WebConfig;
import io.tickbus.event.Addresses;
import io.tickbus.store.TableVerticle;
import io.tickbus.web.WebVerticle;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.impl.DumbTerminal;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against a node with one table of three rows. */
@Timeout(60)
@SuppressWarnings("NullAway.Init") // set before all
class TopCommandTest {
    private static Vertx vertx;
    private static String address;

    @BeforeAll
    static void serve() throws Exception {
        vertx = Vertx.vertx();
        WebVerticle web = new WebVerticle(WebConfig.of(Map.of("port", 0), Map.of()), List.of());
        vertx.deployVerticle(web).await(1, TimeUnit.MINUTES);
        Map<String, Object> numbers = Map.of("columns", Map.of("n", "long"));
        vertx.deployVerticle(new TableVerticle(StoreConfig.of(Map.of("tables", Map.of("numbers", numbers)))))
                .await(1, TimeUnit.MINUTES);
        vertx.eventBus()
                .request(Addresses.append("numbers"), JsonObject.of("n", 1))
                .await(1, TimeUnit.MINUTES);
        address = "127.0.0.1:" + web.port();
    }

    @AfterAll
    static void close() throws Exception {
        vertx.close().await(1, TimeUnit.MINUTES);
    }

    @Test
    void onceIsPlainTextWithRates() {
        CommandLineRun run = CommandLineRun.of("top", "--web", address, "--once");

        assertThat(run.err()).isEmpty();
        assertThat(run.exitCode()).isZero();
        assertThat(run.outLines()).element(0).asString().startsWith(address + "  ");
        assertThat(run.outLines()).element(1).asString().startsWith("owner local, epoch ");
        assertThat(run.outLines())
                .contains(
                        "no subscribers",
                        "TABLE    ROWS/S  ROWS  MISSING  DISCARDED  REBUILDS",
                        "numbers       0     1        0          0         0");
    }

    @Test
    void screenIsDrawnUntilTheKeyThatEndsIt() throws Exception {
        ByteArrayInputStream keys = new ByteArrayInputStream("rxq".getBytes(UTF_8));
        ByteArrayOutputStream drawn = new ByteArrayOutputStream();
        StringWriter restored = new StringWriter();
        ServerAddress web = new ServerAddress.Converter().convert(address);
        try (Terminal terminal = new DumbTerminal("test", "xterm", keys, drawn, UTF_8)) {
            terminal.setSize(new Size(60, 12));
            TopSource source = new TopSource(web, false, "", null);
            int exitCode = new TopTerminal(terminal, source, 1000, new PrintWriter(restored)).run(source.await());
            assertThat(exitCode).isZero();
        }
        assertThat(drawn.toString(UTF_8)).contains(address, "numbers", "q ends");
        assertThat(restored.toString()).as("the other screen, with a cursor").contains("\u001b[?1049l", "\u001b[?25h");
    }

    @Test
    void nothingThatAnswersIsToldInOneLine() throws Exception {
        String closed = Peer.closed();

        CommandLineRun run = CommandLineRun.of("top", "--web", closed, "--once");

        assertThat(run.errLines())
                .containsExactly(
                        "tickbus: no node answers at " + closed + " (--web): Connection refused; tickbus run starts"
                                + " one with the section web, tickbus status --cluster asks a cluster");
        assertThat(run.exitCode()).isEqualTo(1);
    }

    @Test
    void nodeThatAsksForALoginIsToldWithTheOptions() throws Exception {
        try (Peer peer = Peer.saying("HTTP/1.1 401 Unauthorized\r\nContent-Length: 7\r\n\r\nlog in\n")) {
            CommandLineRun run = CommandLineRun.of("top", "--web", peer.address(), "--once");

            assertThat(run.errLines())
                    .containsExactly("tickbus: " + peer.address() + ": log in; see --user and --password-env");
        }
    }

    @Test
    void whatIsNoHttpIsTold() throws Exception {
        try (Peer peer = Peer.saying("SSH-2.0-OpenSSH_9.2\r\n\r\n")) {
            CommandLineRun run = CommandLineRun.of("top", "--web", peer.address(), "--once");

            assertThat(run.errLines()).singleElement().asString().startsWith("tickbus: " + peer.address() + ": ");
            assertThat(run.exitCode()).isEqualTo(1);
        }
    }

    @Test
    void anotherServersPageIsNoOverview() throws Exception {
        try (Peer peer = Peer.saying("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n")) {
            CommandLineRun run = CommandLineRun.of("top", "--web", peer.address(), "--once");

            assertThat(run.errLines())
                    .containsExactly("tickbus: " + peer.address()
                            + ": the server there is not a Tickbus node of this version: HTTP status 404");
        }
    }

    @Test
    void answerThatDoesNotEndIsNotWaitedFor() throws Exception {
        try (Peer peer = Peer.saying("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n{\"node\":")) {
            CommandLineRun run = CommandLineRun.of("top", "--web", peer.address(), "--once");

            assertThat(run.errLines())
                    .containsExactly(
                            "tickbus: " + peer.address() + ": no answer within 5000 ms; is this a node's web port"
                                    + " (--web, its section web), and no q?");
            assertThat(run.exitCode()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"top --once", "status"})
    void unknownHostIsTold(String command) {
        CommandLineRun run = CommandLineRun.ofWords(command + " --web no-such-host.invalid:8080");

        assertThat(run.errLines())
                .singleElement()
                .asString()
                .startsWith("tickbus: no node answers at no-such-host.invalid:8080 (--web): unknown host; ");
    }

    @Test
    void answerIsBounded() throws Exception {
        int tooLong = TopSource.ANSWER_BYTES_MAX + 1;
        try (Peer peer =
                Peer.saying("HTTP/1.1 200 OK\r\nContent-Length: " + tooLong + "\r\n\r\n" + " ".repeat(tooLong))) {
            CommandLineRun run = CommandLineRun.of("top", "--web", peer.address(), "--once");

            assertThat(run.errLines())
                    .containsExactly("tickbus: " + peer.address() + ": an answer longer than 16777216 bytes");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "7",
                "{}",
                "{\"subscribers\":[null],\"tables\":[],\"rejected\":[]}",
                "{\"subscribers\":[{\"rows\":true}],\"tables\":[],\"rejected\":[]}"
            })
    void otherJsonIsNoOverview(String body) throws Exception {
        String head = "HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n";
        try (Peer peer = Peer.saying(head + body)) {
            CommandLineRun run = CommandLineRun.of("top", "--web", peer.address(), "--once");

            assertThat(run.errLines())
                    .containsExactly("tickbus: " + peer.address()
                            + ": the server there is not a Tickbus node of this version: not an overview of Tickbus");
        }
    }

    @Test
    void hostWithAnUnderscoreIsLookedUp() {
        CommandLineRun run = CommandLineRun.of("top", "--web", "no_such_host.invalid:8080", "--once");

        assertThat(run.errLines()).containsExactly("tickbus: no_such_host.invalid:8080: unknown host");
        assertThat(run.exitCode()).isEqualTo(1);
    }

    @Test
    void intervalHasBounds() {
        assertThat(CommandLineRun.of("top", "--every-ms", "1").exitCode()).isEqualTo(2);
    }
}
